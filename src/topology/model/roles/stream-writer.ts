/**
 * One process for several streams. With `count`, the streams are dealt to the workers in their order, the first to the first worker, so
 * that each stream keeps one writer.
 */
import type { Role } from '../role.ts'
import { writerRole } from '../writer-role.ts'

const about = {
  name: 'stream-writer',
  aliases: ['writer', 'stream-writers'],
  summary: 'Writes the streams that `streams` names, and serves what changes them.',
}

export const streamWriter: Role = {
  ...writerRole([], about),
  as: ({ streams = [] }, nth, count) =>
    writerRole(
      streams.filter((_, i) => i % count === nth),
      { ...about, name: `${about.name}-${nth + 1}`, of: about.name },
    ),
}
