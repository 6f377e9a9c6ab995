/** What kinds that cannot be read share. */
import { type Sh, sh } from '../shell/sh.ts'

export const probeNothing = (): Sh => sh`:`
export const readNothing = (): ReadonlyMap<string, null> => new Map()

type Timed = { readonly times?: { readonly started: number; readonly ended: number } }

/** For `result`: how many seconds it took. */
export const elapsed = (reply: Timed | undefined): { readonly elapsed?: number } =>
  reply?.times === undefined ? {} : { elapsed: Math.round((reply.times.ended - reply.times.started) / 1000) }
