/** Needs a media repository of its own: it looks media up before it writes. Where it is, the mediaworkers leave this to it. */
import { writerRole } from '../writer-role.ts'

export const quarantinedMedia = writerRole(['quarantined_media_changes'], {
  name: 'quarantined-media',
  aliases: ['quarantined-media-changes', 'quarantined-media-writer'],
  summary: 'Serves the quarantine of media, and writes it.',
})
