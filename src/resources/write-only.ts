/** What kinds that cannot be read share. */
import { type Sh, sh } from '../shell/sh.ts'

export const noProbe = (): Sh => sh`:`
export const noStates = (): ReadonlyMap<string, null> => new Map()
