/** What openssl writes on the host: a key, a request or a certificate, with its owner. */
import {
  type HostView,
  type ManagedState,
  managed,
  modeOf,
  type Ownership,
  ownedState,
  ownerRefs,
  type Ref,
  Refusal,
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
}

type Common = Ownership & { readonly path: string; readonly state: 'present' | 'absent' }

const refOf = ({ what, title, path, from, days }: Written, { owner = '', group = '', mode = '' }: Ownership) =>
  managed({ program: 'openssl', title, args: [what, path, ...from], options: [owner, group, mode, String(days ?? '')] })

export const writtenRefs = (args: Common, written: Written): readonly Ref[] => [
  refOf(written, args),
  ...ownerRefs(args),
]

export const stateOf = (args: Common, written: Written, observed: HostView): ManagedState | null =>
  see(observed, refOf(written, args))

export function writtenWants(args: Common, written: Written, observed: HostView): readonly Want[] {
  const ref = refOf(written, args)
  const now = see(observed, ref)
  if (args.state === 'absent') return [want(ref, null)]
  const { owner, group } = ownedState({ owner: args.owner, group: args.group }, observed, null)
  const mode = args.mode === undefined ? undefined : modeOf(args.mode, now?.mode ?? null)
  const fields = Object.entries({ right: 'yes', owner, group, mode }).filter(([, value]) => value !== undefined)
  const there = want(ref, Object.fromEntries(fields))
  return written.isMadeAnew && now !== null ? [want(ref, null), there] : [there]
}

/** What must stay as it is, by `regenerate` of a key. */
export function refuseOther(now: ManagedState | null, regenerate: string, path: string): void {
  if (now === null || now.right === 'yes') return
  if (regenerate === 'fail' || (regenerate === 'partial_idempotence' && now.broken === 'yes'))
    throw new Refusal(
      now.broken === 'yes' ? `${path} cannot be read as a private key` : `${path} has another type or size`,
      { hint: '`regenerate: full_idempotence` makes another one.' },
    )
}
