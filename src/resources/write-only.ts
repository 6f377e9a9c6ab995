/** What kinds that cannot be read share. */
import { type Sh, sh } from '../shell/sh.ts'

export const probeNothing = (): Sh => sh`:`
export const readNothing = (): ReadonlyMap<string, null> => new Map()
