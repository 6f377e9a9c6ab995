/** Many units that are restarted by one command start a few at a time. */
import { type Sh, sh } from '../../shell/sh.ts'

/**
 * As many at a time as the host has processors, by the order of `ids`, behind the first of them (main): all at once would be ready at
 * once, late, and keep from their work those that are. One command has to restart them all, so that a socket before one that has not
 * begun yet knows that it will: systemd holds the later ones back (`After=`), for as long as the step takes.
 */
export function staggerStarts(ids: readonly string[]): readonly Sh[] {
  const later = ids.slice(1)
  return later.length < 2 ? [] : [sh`swk_stagger ${later}`]
}
