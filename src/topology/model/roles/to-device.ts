/** Busy where rooms are encrypted. */
import { writerRole } from '../writer-role.ts'

export const toDevice = writerRole(['to_device'], {
  name: 'to-device',
  aliases: ['to-device-writer'],
  summary: 'Writes messages from device to device: the keys of encrypted rooms.',
})
