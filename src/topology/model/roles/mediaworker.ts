/**
 * The media repository: uploads, downloads, thumbnails, URL previews. Runs beside a main that still has a media repository of its own,
 * on the same storage, so that it can take over before main restarts. The first one does the background jobs, and writes what is
 * quarantined (main has no media repository any more, so it cannot) unless there are workers of the role `quarantined-media`.
 */
import { media as routes } from '../api/media.ts'
import type { Role, Writers } from '../role.ts'
import { isAtLeast } from '../version.ts'

export const mediaworker: Role = {
  name: 'mediaworker',
  aliases: ['media', 'media-repository', 'media-worker'],
  summary: 'Serves uploads, downloads, thumbnails and URL previews, and the administration of media.',
  resources: ['media'],
  rank: 'media',
  balance: 'least-connections',
  start: 'first',
  settings: { enable_media_repo: true },
  broken: {
    from: '1.152',
    to: '1.159',
    because: 'quarantining media works on no process there (fixed in 1.159, Synapse issue 20080)',
  },
  routes,
  sharedIn: 'media',
  writers: (workers, version): Writers =>
    isAtLeast(version, '1.159')
      ? { quarantined_media_changes: ['master', ...workers.slice(0, 1).map(({ name }) => name)] }
      : {},
}
