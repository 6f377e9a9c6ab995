/** Requests of all kinds as long as something is done to a host, compared with what it answered before. */
import type { Request } from './requests.ts'

/** The status of each request that was answered. */
export type Statuses = ReadonlyMap<string, number>

/** POSTs count apart: nginx tries none again that was under way when its process stopped. */
export type Failures = { readonly requests: readonly string[]; readonly posts: readonly string[] }

/** `none`: of a request that no process answers, such as those to a port on which the host does not listen. */
export async function askAll(requests: readonly Request[], none: 'keep' | 'drop' = 'keep'): Promise<Statuses> {
  const all = await Promise.all(requests.map(async one => [one.name, await one.send()] as const))
  return new Map(all.filter(([, status]) => none === 'keep' || status !== 0))
}

/** The requests whose answer is another than before. */
export function findDifferences(before: Statuses, now: Statuses): readonly string[] {
  return [...before].flatMap(([name, status]) =>
    now.get(name) === status ? [] : [`${name}: ${status} became ${now.get(name)}`],
  )
}

/** Asks until all is answered as before. The milliseconds it took, or what still differs. */
export async function waitForAnswers(
  requests: readonly Request[],
  before: Statuses,
  limitMs: number,
): Promise<number | readonly string[]> {
  const start = Date.now()
  for (;;) {
    const differences = findDifferences(before, await askAll(requests))
    if (differences.length === 0) return Date.now() - start
    if (Date.now() - start > limitMs) return differences
    await new Promise(resolve => setTimeout(resolve, 500))
  }
}

export function startLoad(requests: readonly Request[], before: Statuses, everyMs: number) {
  const answered = requests.filter(({ name }) => before.has(name))
  const failed = { requests: [] as string[], posts: [] as string[] }
  const underWay = new Set<Promise<void>>()
  let turn = 0
  const timer = setInterval(() => {
    const { name, method, send } = answered[turn++ % answered.length] as Request
    const done = send().then(status => {
      underWay.delete(done)
      if (status !== before.get(name)) failed[method === 'POST' ? 'posts' : 'requests'].push(`${name}: ${status}`)
    })
    underWay.add(done)
  }, everyMs)
  return {
    async stop(): Promise<Failures> {
      clearInterval(timer)
      await Promise.all(underWay)
      return failed
    },
  }
}
