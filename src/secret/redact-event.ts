/** Events without secrets: a diff that shows one on either side says only that it changed. Pure. */
import { holdsSecret, MASK, redactData } from './known.ts'

type Side = string | null
type Diff = { readonly before: Side; readonly after: Side }

export function redactEvent<E extends object>(event: E): E {
  const { diff, ...rest } = event as { diff?: readonly Diff[] } & Record<string, unknown>
  const kept = Object.fromEntries(names.flatMap(name => (name in rest ? [[name, rest[name]]] : [])))
  return { ...redactData(rest), ...kept, ...(diff && { diff: redactData(diff.map(redactDiff)) }) } as unknown as E
}

/** Words of the engine and the inventory's names: a short secret may be one of them. */
const names = ['type', 'status', 'host', 'hosts', 'module', 'section', 'code']

/** What stood there before may be a secret of yesterday, which nothing knows: neither side is shown. */
function redactDiff<D extends Diff>(diff: D): D {
  const { before, after } = diff
  if (![before, after].some(side => side !== null && holdsSecret(side))) return diff
  const mask = `${MASK}\n`
  const changed = before === null || before === after ? mask : `${MASK.replace('>', ' changed>')}\n`
  return { ...diff, before: before === null ? null : mask, after: after === null ? null : changed }
}
