/**
 * The media repository: uploads, downloads, thumbnails, URL previews. Runs beside a main that still has a media repository of its own,
 * on the same storage, so that it can take over before main restarts. The first one does the background jobs, and writes what is
 * quarantined (main has no media repository any more, so it cannot).
 */
import type { Role, Writers } from '../role.ts'
import { isAtLeast } from '../version.ts'

export const mediaworker: Role = {
  name: 'mediaworker',
  summary: 'Serves uploads, downloads, thumbnails and URL previews, and the administration of media.',
  resources: ['media'],
  rank: 'media',
  balance: 'least-connections',
  start: 'beside-main',
  settings: { enable_media_repo: true },
  broken: {
    from: '1.152',
    to: '1.159',
    because: 'quarantining media works on no process there (fixed in 1.159, Synapse issue 20080)',
  },
  routes: [
    { path: '^/_matrix/media/', example: '/_matrix/media/v3/config' },
    { path: '^/_matrix/client/v1/media/', example: '/_matrix/client/v1/media/config' },
    { path: '^/_matrix/federation/v1/media/', example: '/_matrix/federation/v1/media/download/swk' },
    {
      path: '^/_synapse/admin/v1/(purge_media_cache$|quarantine_media/|media/|(room|user|users)/[^/]+/media(/|$))',
      example: '/_synapse/admin/v1/users/@swk:example.org/media',
    },
  ],
  shared: workers => ({
    file: 'media',
    settings: { enable_media_repo: false, media_instance_running_background_jobs: workers[0] },
  }),
  writers: (workers, version): Writers =>
    isAtLeast(version, '1.159')
      ? { quarantined_media_changes: ['master', ...workers.slice(0, 1).map(({ name }) => name)] }
      : {},
}
