/** Events without secrets: a diff that shows one on either side says only that it changed. Pure. */
import { hasSecrets, holdsSecret, MASK, redactData } from './known.ts'

type Side = string | null
type Diff = { readonly before: Side; readonly after: Side }

type Event = { readonly type: string; readonly host?: string; readonly text?: string }

/**
 * Passes events on without secrets. Output comes in pieces, and a secret may be in two of them: a line that has not ended waits
 * for its end.
 */
export function eventRedactor<E extends Event>(emit: (event: E) => void): (event: E) => void {
  const open = new Map<string, E>()
  return event => {
    if (!hasSecrets() && open.size === 0) return emit(event)
    const { type, host = '', text = '' } = event
    const before = open.get(host)
    open.delete(host)
    if (type !== 'output') {
      if (before) emit(redactEvent(before))
      return emit(redactEvent(event))
    }
    const all = (before?.text ?? '') + text
    const end = all.lastIndexOf('\n') + 1
    if (end < all.length) open.set(host, { ...event, text: all.slice(end) })
    if (end > 0) emit(redactEvent({ ...event, text: all.slice(0, end) }))
  }
}

export function redactEvent<E extends object>(event: E): E {
  const { diff, ...rest } = event as { diff?: readonly Diff[] } & Record<string, unknown>
  const kept = Object.fromEntries(names.flatMap(name => (name in rest ? [[name, rest[name]]] : [])))
  return { ...redactData(rest), ...kept, ...(diff && { diff: diff.map(redactDiff) }) } as unknown as E
}

/** Words of the engine and the inventory's names: a short secret may be one of them. */
const names = ['type', 'status', 'host', 'hosts', 'module', 'section', 'code']

/** What stood there before may be a secret of yesterday, which nothing knows: neither side is shown. */
export function redactDiff<D extends Diff>(diff: D): D {
  const { before, after } = diff
  if (![before, after].some(side => side !== null && holdsSecret(side))) return redactData(diff)
  const mask = `${MASK}\n`
  const changed = before === null || before === after ? mask : `${MASK.replace('>', ' changed>')}\n`
  return { ...redactData(diff), before: before === null ? null : mask, after: after === null ? null : changed }
}
