/** How apt is run, and the age of its lists. */
import { runProgram } from '../shell/program-file.ts'
import { lines, raw, type Sh, sh } from '../shell/sh.ts'
import { affectsAnything, type Kind, type RefTo, refKey, undoNothing } from './kind.ts'

/** id: `` (one a host). `age`: seconds since the last successful update, null: never. Want: { fresh: true, maxAge }. */
export type AptCacheState = { readonly age: number | null; readonly fresh?: true }

export const aptCache: RefTo<AptCacheState> = { kind: 'apt-cache', id: '' }

/** Seconds to wait for who holds dpkg's lock; apt names him in the end. */
const patience = 120

/** `part` of the steps that run `aptGet`. */
export const packagesChanged = 'packages were changed before apt-get failed'

/** `apt-get` that asks nothing, keeps edited configuration files and waits for another apt to end. */
export function aptGet(rest: Sh): Sh {
  return lines(
    environment,
    sh`swk_dpkg() { stat -c '%i %z' /var/lib/dpkg/status /var/lib/dpkg/updates; }; swk_before=$(swk_dpkg)`,
    sh`apt-get ${options} -o Dpkg::Use-Pty=0 ${raw(rest)} </dev/null || {`,
    sh`swk_rc=$?; [ "$(swk_dpkg)" = "$swk_before" ] || echo ${packagesChanged} >&2; exit "$swk_rc"; }`,
  )
}

const environment = sh`export DEBIAN_FRONTEND=noninteractive NEEDRESTART_MODE=l APT_LISTCHANGES_FRONTEND=none`
const options = ['-y', '-q', '-o', `DPkg::Lock::Timeout=${patience}`, '-o', 'Dpkg::Options::=--force-confold']

export const aptCacheKind: Kind = {
  name: 'apt-cache',
  traits: ['silent'],
  followedLater: true,
  // Programs that the host runs with an update may change anything.
  affects: affectsAnything,
  probe: () => runProgram('resources/apt-cache.sh'),
  read(output, refs) {
    const text = output.toString('utf8')
    const now = Number(text.slice(0, text.indexOf('\n')))
    const updated = Math.max(...numbers(text, 'stamp'))
    const neverFetched = !/^lists$/m.test(text) || numbers(text, 'source').some(time => time > updated + 1)
    const age = neverFetched ? null : Math.max(0, Math.floor(now - updated))
    return new Map(refs.map(ref => [refKey(ref), { age }]))
  },
  undo: undoNothing,
  write: () => [{ name: 'apt-get update', script: update, timeout: 900, long: true }],
}

const update = lines(
  environment,
  runProgram('resources/apt-update.sh', [
    ...[patience, 'apt-get', ...options],
    ...['-o', 'Dpkg::Use-Pty=0', '-o', 'APT::Update::Error-Mode=any', 'update'],
  ]),
)

function numbers(text: string, name: string): readonly number[] {
  return [...text.matchAll(new RegExp(`^${name} ([\\d.]+)$`, 'gm'))].map(([, value]) => Number(value))
}
