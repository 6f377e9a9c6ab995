/** How apt is run, and the age of its lists. */

import { lines, raw, type Sh, sh } from '../shell/sh.ts'
import { affectsKinds, type Kind, type RefTo, refKey, undoNothing } from './kind.ts'

/** id: `` (one a host). `age`: seconds since the last successful update, null: never. Want: { fresh: true, maxAge }. */
export type AptCacheState = { readonly age: number | null; readonly fresh?: true }

export const aptCache: RefTo<AptCacheState> = { kind: 'apt-cache', id: '' }

/** Seconds to wait for who holds dpkg's lock; apt names him in the end. */
const patience = 120

/** `apt-get` that asks nothing, keeps edited configuration files and waits for another apt to end. */
export function aptGet(rest: Sh): Sh {
  const options = ['-y', '-q', '-o', `DPkg::Lock::Timeout=${patience}`, '-o', 'Dpkg::Options::=--force-confold']
  return sh`export DEBIAN_FRONTEND=noninteractive NEEDRESTART_MODE=l APT_LISTCHANGES_FRONTEND=none
apt-get ${options} -o Dpkg::Use-Pty=0 ${raw(rest)} </dev/null`
}

/** The stamp is apt's own (APT::Periodic); where nothing sets it, apt changes the folder of its lists. */
const stamp = '/var/lib/apt/periodic/update-success-stamp'

export const aptCacheKind: Kind = {
  name: 'apt-cache',
  traits: ['silent'],
  affects: affectsKinds('apt-cache', 'package'),
  probe: () => sh`date +%s
stat -c ${'stamp %Y'} ${stamp} /var/lib/apt/lists
find /etc/apt -path ${'*.d'} -type d -printf ${'source %C@\n'} -o \\( -name ${'*.list'} -o -name ${'*.sources'} \\) -printf ${'source %C@\n'}
set -- /var/lib/apt/lists/*Release; [ ! -e "$1" ] || echo lists`,
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

/** The lock of the lists knows no timeout in apt: it is tried again. */
const update = lines(
  sh`n=0; while :; do rc=0; out=$(LC_ALL=C; ${raw(aptGet(sh`-o APT::Update::Error-Mode=any update`))} 2>&1) || rc=$?
  printf ${'%s\n'} "$out"
  [ "$rc" != 0 ] || break
  case $out in *'Could not get lock'*) ;; *) exit "$rc";; esac
  [ $((n+=5)) -lt ${patience} ] || exit "$rc"
  sleep 5
done`,
  sh`mkdir -p /var/lib/apt/periodic; : >${stamp}`,
)

function numbers(text: string, name: string): readonly number[] {
  return [...text.matchAll(new RegExp(`^${name} ([\\d.]+)$`, 'gm'))].map(([, value]) => Number(value))
}
