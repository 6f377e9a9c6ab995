/** Users at work while the homeserver changes under them: a request every few milliseconds, of each kind in turn. */
import { fiveKinds, type KindName, kindsOn } from './load-kinds.ts'
import { type LoadReport, reportOf, type Sent } from './load-report.ts'

export { tenKinds } from './load-kinds.ts'
export type { LoadReport, Sent } from './load-report.ts'
export type Load = {
  /** What has been answered so far. */
  log(): readonly Sent[]
  /** Waits for what is still under way. */
  stop(): Promise<LoadReport>
}

/**
 * Sends a request `everyMs`, so that each of ten kinds comes every ten times as much. Each has a connection of its own: none fails
 * because an idle one was closed, and none is saved by one that was open already.
 */
export async function startLoad(
  address: string,
  room: string,
  media: string,
  everyMs: number,
  names: readonly KindName[] = fiveKinds,
): Promise<Load> {
  const kinds = await kindsOn({ address, room, media }, names)
  const begin = performance.now()
  const log: Sent[] = []
  const underWay = new Set<Promise<void>>()
  let turn = 0
  const fire = (): void => {
    const { name: kind, send } = kinds[turn++ % kinds.length] as (typeof kinds)[number]
    const at = Math.round(performance.now() - begin)
    const { method, answer } = send()
    const done = answer.then(({ status, body, ms }) => {
      underWay.delete(done)
      const text = status === 200 ? '' : body.toString('utf8').slice(0, 120)
      log.push({ kind, method, at, ms: Math.round(ms), status, text })
    })
    underWay.add(done)
  }
  const timer = setInterval(fire, everyMs)
  return {
    log: () => log,
    async stop() {
      clearInterval(timer)
      await Promise.all(underWay)
      return reportOf(log)
    },
  }
}
