/** What becomes of keys, certificates and apt's keyrings with changes of others. Pure. */
import type { ResourceChange, State, Want } from '../kind.ts'
import { specOf } from './spec.ts'
import { liesIn } from './written.ts'

/** One file that two tasks make differently; and what a key signs is another one once the key, or what it signs, is made anew. */
export function followKey({ want, before, after }: ResourceChange, id: string, state: State | null) {
  const [one, other] = [specOf(want.id), specOf(id)]
  if (one.program !== 'openssl' || other.program !== 'openssl') return undefined
  const [what, file = '', ...from] = one.args
  if (file === other.args[1]) {
    if (after === null) return null
    // It is not made anew.
    if (before?.right === 'yes') return state === null ? 'unknown' : { ...state, ...after, right: state.right }
    if (what !== other.args[0]) return { ...after, right: 'no' }
    return what === 'key' ? { ...after, right: isKeyFor(from, other.args.slice(2)) ? 'yes' : 'no' } : 'unknown'
  }
  const isMade = want.state !== null && before?.right !== 'yes'
  if (!isMade || !other.args.slice(2).includes(file)) return undefined
  if (other.args[0] === 'pipe' || state?.unusable !== undefined) return 'unknown'
  return (state ?? undefined) && { ...state, right: 'no' }
}

/** The same key from another source, or by another name. */
export function followAptKey(want: Want, id: string, state: State | null): State | 'unknown' | undefined {
  const [one, other] = [specOf(want.id), specOf(id)]
  if (one.program !== 'apt-key' || other.program !== 'apt-key') return undefined
  const [[made, ring = ''], [read, otherRing = '']] = [one.args, other.args]
  if (!liesIn(ring, otherRing) && !liesIn(otherRing, ring)) return undefined
  const found = String(state?.id ?? read ?? '')
  if (!made || found === '' || ring !== otherRing) return 'unknown'
  return found.endsWith(made) || made.endsWith(found) ? { ...state, ...want.state } : undefined
}

/** A keyring, or the file that a key comes from, is written or removed. */
export function followKeyFile(
  written: string,
  after: State | null,
  [id, ring = '', source = '']: readonly string[],
  state: State | null,
) {
  const isBarred = state?.tool !== undefined || state?.lacks !== undefined || state?.open !== undefined
  if (written === ring && after === null && !isBarred) return { ...state, key: 'absent' }
  if (written !== source) return liesIn(written, ring) || liesIn(ring, written) ? 'unknown' : undefined
  if (isBarred) return undefined
  if (after !== null && after.type !== 'directory' && !isOtherText(after)) return 'unknown'
  return { ...(id ? state : { key: 'absent', id: '' }), unusable: 'yes' }
}

/** What is in it is known, and neither a key nor a certificate. */
export const isOtherText = (file: State | null): boolean =>
  file?.type === 'file' && typeof file.text === 'string' && !file.text.includes('-----BEGIN ')

/** Of a file that openssl is to make: another one is there. */
export function followText(after: State | null, [what]: readonly string[], state: State | null): State | undefined {
  if (state?.open === 'yes') return undefined
  const { owner, group, mode } = after ?? {}
  const unusable = state?.unusable === undefined ? {} : { unusable: state.unusable }
  return { right: 'no', owner, group, mode, ...(what === 'key' && { broken: 'yes' }), ...unusable } as State
}

/** Of a request or a certificate whose key, or what it signs, another task writes or removes. */
export function followSource(after: State | null, [what]: readonly string[], state: State | null) {
  if (what === 'pipe') return after === null ? null : 'unknown'
  // What is not there is not made by it.
  if (state === null) return undefined
  return after === null ? { ...state, right: 'no' } : 'unknown'
}

/** Arguments behind the path: type, size, curve, and `keep` where any key is right. */
const isKeyFor = (made: readonly string[], wanted: readonly string[]): boolean =>
  wanted[3] === 'keep' || made.slice(0, 3).join() === wanted.slice(0, 3).join()
