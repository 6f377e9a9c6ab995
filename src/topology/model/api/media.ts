/** The media repository. On client and federation vhosts alike. */
import type { Route } from '../role.ts'

export const media: readonly Route[] = [
  { path: '^/_matrix/media/', example: '/_matrix/media/v3/config' },
  { path: '^/_matrix/client/v1/media/', example: '/_matrix/client/v1/media/config' },
  { path: '^/_matrix/federation/v1/media/', example: '/_matrix/federation/v1/media/download/swk' },
  {
    path: '^/_synapse/admin/v1/(purge_media_cache$|quarantine_media/|media/|(room|user|users)/[^/]+/media(/|$))',
    example: '/_synapse/admin/v1/users/@swk:example.org/media',
  },
]
