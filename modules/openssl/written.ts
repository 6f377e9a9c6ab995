/** What openssl writes on the host: a key, a request or a certificate, with its owner. */
import {
  directoryOf,
  type HostView,
  type ManagedState,
  managed,
  modeOf,
  type Ownership,
  ownedState,
  ownerRefs,
  path,
  type Ref,
  Refusal,
  requireFolder,
  see,
  type Want,
  want,
} from 'swk'

export type Written = {
  readonly what: 'key' | 'csr' | 'certificate'
  readonly title: string
  readonly path: string
  /** Of what it is made; four of them. */
  readonly from: readonly string[]
  readonly days?: number
  readonly isMadeAnew?: boolean
  /** Files that must be there: what each is, and its path. */
  readonly needs?: readonly (readonly [what: string, path: string])[]
}

type Common = Ownership & { readonly path: string; readonly state: 'present' | 'absent' }

const refOf = ({ what, title, path, from, days }: Written, { owner = '', group = '', mode = '' }: Ownership) =>
  managed({ program: 'openssl', title, args: [what, path, ...from], options: [owner, group, mode, String(days ?? '')] })

export const writtenRefs = (args: Common, written: Written): readonly Ref[] => [
  refOf(written, args),
  ...ownerRefs(args),
  ...[args.path, directoryOf(args.path), ...(written.needs ?? []).map(([, file]) => file)].map(file => path(file)),
]

export const stateOf = (args: Common, written: Written, observed: HostView): ManagedState | null =>
  see(observed, refOf(written, args))

export function writtenWants(args: Common, written: Written, observed: HostView): readonly Want[] {
  const ref = refOf(written, args)
  const now = see(observed, ref)
  if (now?.open === 'yes')
    throw new Refusal(`others than root can write to ${directoryOf(args.path)}: no key or certificate is written there`)
  const isThere = now?.right !== undefined
  if (args.state === 'absent') return isThere ? [want(ref, null)] : []
  refuseAhead(written, observed)
  if (now?.unusable !== undefined) throw new Refusal(`${now.unusable} cannot be read as a private key`)
  const { owner, group } = ownedState({ owner: args.owner, group: args.group }, observed, null)
  const mode = args.mode === undefined ? undefined : modeOf(args.mode, now?.mode ?? null)
  const fields = Object.entries({ right: 'yes', owner, group, mode }).filter(([, value]) => value !== undefined)
  const there = want(ref, Object.fromEntries(fields))
  return written.isMadeAnew && isThere ? [want(ref, null), there] : [there]
}

/** What an earlier task makes is there. */
function refuseAhead({ path: file, needs = [] }: Written, observed: HostView): void {
  const known = (id: string) => (observed.isMade(path(id)) ? undefined : see(observed, path(id)))
  for (const [what, need] of needs)
    if (known(need) === null)
      throw new Refusal(`the ${what} ${need} does not exist`, { hint: 'Make it in an earlier task.' })
  const there = known(file)
  if (there && there.type !== 'file') throw new Refusal(`${file} exists and is not a file but a ${there.type}`)
  const folder = directoryOf(file)
  if (!observed.mayExist(path(folder))) requireFolder(folder, observed)
}

/** What must stay as it is, by `regenerate` of a key. */
export function refuseOther(now: ManagedState | null, regenerate: string, path: string): void {
  if (now === null || now.right === 'yes' || now.open === 'yes') return
  if (regenerate === 'fail' || (regenerate === 'partial_idempotence' && now.broken === 'yes'))
    throw new Refusal(
      now.broken === 'yes' ? `${path} cannot be read as a private key` : `${path} has another type or size`,
      { hint: '`regenerate: full_idempotence` makes another one.' },
    )
}
