/** Requests to a host's HTTPS entrance as long as something is done to it. */
import { request } from 'node:https'

/** Asked in turn: main's, and those that workers take over. */
const paths = [
  '/_matrix/client/versions',
  '/_matrix/client/v3/login',
  '/_matrix/key/v2/server',
  '/_matrix/federation/v1/version',
]

/** A request fails where its answer differs from what the host gave before. */
export async function pollHost(address: string, everyMs = 150) {
  const before = await Promise.all(paths.map(path => fetchStatus(address, path)))
  const failed: string[] = []
  const underWay = new Set<Promise<void>>()
  let turn = 0
  const timer = setInterval(() => {
    const index = turn++ % paths.length
    const path = paths[index] as string
    const done = fetchStatus(address, path).then(status => {
      underWay.delete(done)
      if (status !== before[index]) failed.push(`${path} ${status}`)
    })
    underWay.add(done)
  }, everyMs)
  return {
    async stop(): Promise<readonly string[]> {
      clearInterval(timer)
      await Promise.all(underWay)
      return failed
    },
  }
}

/** 0: no answer. */
function fetchStatus(address: string, path: string): Promise<number> {
  const options = { host: address, path, servername: 'hs1.test', headers: { host: 'hs1.test' } }
  return new Promise(resolve => {
    const sent = request({ ...options, rejectUnauthorized: false, agent: false, timeout: 60_000 }, answer => {
      answer
        .resume()
        .on('end', () => resolve(answer.statusCode ?? 0))
        .on('error', () => resolve(0))
    })
    sent.on('error', () => resolve(0)).on('timeout', () => sent.destroy())
    sent.end()
  })
}
