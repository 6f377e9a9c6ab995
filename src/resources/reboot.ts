/** The restart of a whole host. */
import { raw, type Sh, sh } from '../shell/sh.ts'
import { canonical } from './canonical.ts'
import { affectsAnything, type Kind, type Ref, type RefTo, type Want } from './kind.ts'
import { specOf as managedSpecOf } from './managed/spec.ts'
import { liesIn } from './managed/written.ts'
import { elapsed, probeNothing, readNothing } from './write-only.ts'

/** Times in seconds. */
export type RebootSpec = {
  /** Before the host goes down. */
  readonly delay: number
  /** What its users are told. */
  readonly message: string
  /** Instead of `shutdown -r`. */
  readonly command?: string
  /** For the host to be back, and then for the test to succeed. */
  readonly timeout: number
  /** Between the return of the host and the test. */
  readonly settle: number
  readonly test: string
}

export const reboot = (spec: RebootSpec): RefTo<{ readonly done: boolean }> => ({ kind: 'reboot', id: canonical(spec) })

/** The reply must reach the controller, and what is noted behind it the disk, before the host goes down. */
const lead = 2

/** id: canonical JSON of {@link RebootSpec}. */
export const rebootKind: Kind = {
  name: 'reboot',
  traits: ['writeOnly'],
  affects: affectsAnything,
  obscures: ({ want }, other) => isOfThisBoot(other) || liesInMemory(other, want),
  obscuresOnlyNamed: true,
  describe: () => 'reboot',
  probe: probeNothing,
  read: readNothing,
  undo: () => ({ cannot: 'a reboot cannot be undone' }),
  restart({ id }) {
    const { delay, timeout, settle, test } = specOf(id)
    return { delay: delay + lead, timeout, settle, test: sh`${['sh', '-c', test]}`, mark: bootMark }
  },
  write: (_before, _after, { id }) => [{ name: 'reboot', script: goDown(specOf(id)), timeout: 30 }],
  result: ([reply]) => ({ rebooted: reply?.rc === 0, ...elapsed(reply) }),
}

const specOf = (id: string): RebootSpec => JSON.parse(id) as RebootSpec

/** What a boot starts, mounts, sets or empties, whatever was there before. */
function isOfThisBoot({ kind, id }: Pick<Ref, 'kind' | 'id'>): boolean {
  if (kind === 'path') return /^\/(run|tmp|dev\/shm|var\/run|var\/lock)(\/|$)/.test(id)
  if (kind === 'managed') return managedSpecOf(id).program === 'mount'
  if (kind === 'system-setting') return id.startsWith('sysctl ')
  return ['unit', 'facts', 'database'].includes(kind)
}

const liesInMemory = ({ kind, id }: Pick<Ref, 'kind' | 'id'>, { how }: Want): boolean =>
  kind === 'path' &&
  String(how?.empties ?? '')
    .split('\n')
    .some(mount => mount !== '' && liesIn(id, mount))

/** Containers share the boot of their machine: their first process tells their boots apart. */
const bootMark = sh`cat /proc/sys/kernel/random/boot_id; cut -d' ' -f22 /proc/1/stat`

function goDown({ delay, message, command }: RebootSpec): Sh {
  const timer = sh`systemd-run --quiet --collect --on-active=${`${delay + lead}s`} --timer-property=AccuracySec=100ms --`
  return command === undefined ? sh`${raw(timer)} shutdown -r now ${message}` : sh`${raw(timer)} sh -c ${command}`
}
