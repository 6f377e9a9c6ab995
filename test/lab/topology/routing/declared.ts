/**
 * Who serves a request, worked out from nothing but what roles declare: written apart from src/topology/routing/, in another way, so that
 * a mistake there is not made here too.
 */
import { mainOnly } from '../../../../src/topology/model/api/main-only.ts'

import type { Deployment } from '../../../../src/topology/model/deployment.ts'
import { type Route, ranks } from '../../../../src/topology/model/role.ts'
import type { Sent } from './wire.ts'

/** Names of processes among which the proxy may choose; null: nginx refuses the request. */
export function declaredWorkers(deployment: Deployment, { method, target }: Sent): readonly string[] | null {
  const [raw = '', query = ''] = split(target)
  const path = plainPath(Buffer.from(raw))
  if (path === null) return null
  const byRank = new Map(ranks.map(rank => [rank, [] as { route: Route; workers: string[]; role: string }[]]))
  for (const { role } of deployment.workers) {
    const workers = deployment.workers.filter(other => other.role.name === role.name).map(({ name }) => name)
    const list = byRank.get(role.rank) ?? []
    if (list.some(other => other.role === role.name)) continue
    for (const route of role.routes) list.push({ route, workers, role: role.name })
  }
  for (const route of mainOnly) byRank.get('main')?.push({ route, workers: ['main'], role: 'main' })
  for (const { route, workers } of [...byRank.values()].flat()) {
    if (takes(route, method, path, query)) return pinned(deployment, workers, path)
  }
  return ['main']
}

function split(target: string): readonly string[] {
  const whole = target.split('#')[0] ?? ''
  const mark = whole.indexOf('?')
  return mark === -1 ? [whole, ''] : [whole.slice(0, mark), whole.slice(mark + 1)]
}

function takes({ methods, path: pattern, position }: Route, method: string, path: string, query: string): boolean {
  const asGet = method === 'HEAD' ? 'GET' : method
  if (methods && method !== 'OPTIONS' && !methods.some(own => own === asGet)) return false
  if (position && position !== (isInitial(query) ? 'none' : 'given')) return false
  // JavaScript's dot is no carriage return; ours is.
  return new RegExp(pattern).test(path.replaceAll('\r', 'R'))
}

function isInitial(query: string): boolean {
  const values = new Map<string, string>()
  for (const [, name = '', value = ''] of query.matchAll(/(?:^|&)([^=&]*)=([^&]*)/g)) {
    if (!values.has(name.toLowerCase())) values.set(name.toLowerCase(), value)
  }
  return values.get('full_state') === 'true' || !(values.get('since') || values.get('from'))
}

function pinned({ rooms, workers: all }: Deployment, workers: readonly string[], path: string): readonly string[] {
  const room = /\/(![^/]+)/.exec(path)?.[1]
  const own = rooms.find(pin => Buffer.from(pin.room).toString('latin1') === room && workers.includes(pin.worker))
  if (own) return [own.worker]
  const free = workers.filter(name => !rooms.some(pin => pin.worker === name && all.some(one => one.name === name)))
  return free.length > 0 ? free : workers
}

/** Byte by byte, as a proxy would walk along it. null: no path. */
function plainPath(bytes: Buffer): string | null {
  const out: string[] = ['/']
  let segment = ''
  const close = (): boolean => {
    if (segment === '..') {
      out.pop()
      if (out.length === 0) return false
      while (out.length > 1 && out.at(-1) !== '/') out.pop()
      if (out.length === 0) out.push('/')
    } else if (segment !== '.' && segment !== '') out.push(...segment, '/')
    segment = ''
    return true
  }
  if (bytes[0] !== 0x2f) return null
  for (let i = 1; i < bytes.length; i++) {
    let byte = bytes[i] as number
    if (byte === 0x25) {
      const hex = bytes.subarray(i + 1, i + 3).toString('latin1')
      if (!/^[0-9a-f]{2}$/i.test(hex) || hex === '00') return null
      byte = Number.parseInt(hex, 16)
      i += 2
    }
    if (byte !== 0x2f) segment += String.fromCharCode(byte)
    else if (!close()) return null
  }
  if (segment === '.' || segment === '..') return close() ? out.join('') : null
  return out.join('') + segment
}
