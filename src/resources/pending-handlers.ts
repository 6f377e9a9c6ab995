/** Handlers that were notified and have not run: kept on the host, so that a run that breaks off loses none. */
import { createHash } from 'node:crypto'
import { program } from '../shell/program.ts'
import { readProgram } from '../shell/program-file.ts'
import { lines, raw, sh } from '../shell/sh.ts'
import { affectsNothing, type Kind, type Ref, refKey, undoNothing } from './kind.ts'

/** id: ''. Handlers that were notified on this host and have not run yet, by name. */
export type PendingHandlersState = { readonly handlers: readonly string[] }

/** A folder of root's; for who is not root, of his own. */
const folder = sh`folder=/var/lib/swk/notified; [ -w / ] || folder=\${XDG_STATE_HOME:-\${HOME:?}/.local/state}/swk/notified`

/** Handlers that were notified and have not run. */
export const pendingHandlersRef: Ref = { kind: 'notified', id: '' }

/** id: ''. A file each, named by the hash of the handler's name, which is its content, ended by NUL. */
export const pendingHandlersKind: Kind = {
  name: 'notified',
  affects: affectsNothing,
  probe: () => sh`eval ${raw(program(readProgram('resources/pending-handlers.sh')))}`,
  read(output, refs) {
    const handlers = output.toString('utf8').split('\0').filter(Boolean).sort()
    return new Map(refs.map(ref => [refKey(ref), { handlers }]))
  },
  undo: undoNothing,
  write(before, after) {
    const was = names(before?.handlers)
    const now = names(after?.handlers)
    const script = lines(
      folder,
      sh`umask 077; mkdir -p -- "$folder"; cd -- "$folder"`,
      ...now.filter(name => !was.includes(name)).map(note),
      ...was.filter(name => !now.includes(name)).map(name => sh`rm -f -- ${fileOf(name)}`),
      sh`sync .`,
      // Nothing of swk stays behind where nothing is due.
      ...(now.length === 0 ? [sh`cd /; rmdir -- "$folder" "\${folder%/*}" 2>/dev/null || :`] : []),
    )
    return [{ name: 'note which handlers are due', script, timeout: 30 }]
  },
}

/** Renamed into place: half a name would be another handler. */
function note(name: string) {
  const file = fileOf(name)
  return sh`printf ${'%s\\0'} ${name} >${`.${file}`}; mv -T ${`.${file}`} ${file}`
}

const names = (value: unknown): readonly string[] => (Array.isArray(value) ? value.map(String) : [])
const fileOf = (name: string): string => createHash('sha256').update(name).digest('hex')
