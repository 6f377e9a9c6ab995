/** Settings of the host of which there is one value each: its name, its time zone, kernel parameters. */
import { lines, type Sh, sh } from '../shell/sh.ts'
import { probeEach, readEach } from './each.ts'
import { type Kind, type RefTo, type ResourceChange, type Undo, undoFields } from './kind.ts'

/** id: `hostname`, `timezone`, or `sysctl NAME`. */
export type SystemSettingState = { readonly value: string }

/** `hostname`, `timezone`, or `sysctl NAME`. */
export const systemSetting = (id: string): RefTo<SystemSettingState> => ({ kind: 'system-setting', id })

/** id: `hostname`, `timezone`, or `sysctl NAME`. null: the host has no such setting. */
export const systemSettingKind: Kind = {
  name: 'system-setting',
  probe: probeEach(ask),
  read: readEach(({ rc, stdout }) =>
    rc === 0 && stdout !== '' ? { value: stdout.trim().replace(/\s+/g, ' ') } : null,
  ),
  describe: ({ before, after, want }) => `${want.id}: ${before?.value ?? '(none)'} -> ${after?.value}`,
  undo,
  write(_before, after, { id }) {
    return [{ name: `set ${id} to ${after?.value}`, script: set(id, String(after?.value ?? '')), timeout: 60 }]
  },
}

function undo(change: ResourceChange): Undo {
  const { id } = change.want
  if (change.before !== null && !String(change.before.value).startsWith('/')) return undoFields(change)
  if (id !== 'timezone') return { cannot: `${id} had no value before` }
  if (change.before !== null) return { cannot: `${change.before.value} was a file of its own` }
  return { wants: [{ kind: 'path', id: '/etc/localtime', state: null }], unguarded: true }
}

function ask(id: string): Sh {
  if (id === 'hostname') return sh`cat /etc/hostname`
  if (id === 'timezone')
    return sh`[ -e /etc/localtime ] || [ -L /etc/localtime ] || exit 1; zone=$(readlink -f /etc/localtime); echo "\${zone#/usr/share/zoneinfo/}"`
  return sh`sysctl -n -- ${parameter(id)}`
}

/** Without systemd-hostnamed and systemd-timedated, which a small host lacks. */
function set(id: string, value: string): Sh {
  if (id === 'hostname') return lines(sh`hostname -- ${value}`, sh`printf '%s\\n' ${value} >/etc/hostname`)
  if (id !== 'timezone') return sh`sysctl -w ${`${parameter(id)}=${value}`} >&2`
  const file = `/usr/share/zoneinfo/${value}`
  return lines(
    sh`[ -f ${file} ] || { echo ${`${value} is not a time zone of this host`} >&2; exit 1; }`,
    sh`ln -sfn ${file} /etc/localtime`,
    sh`[ ! -e /etc/timezone ] || printf '%s\\n' ${value} >/etc/timezone`,
  )
}

const parameter = (id: string): string => id.replace(/^sysctl /, '')
