/** Owners and modes that dpkg keeps when it unpacks packages. */
import { lines, type Sh, sh } from '../shell/sh.ts'
import { affectsKinds, type Kind, type RefTo, refKey, type State, undoFields } from './kind.ts'

/** id: path. A registered dpkg-statoverride. */
export type StatoverrideState = { readonly owner: string; readonly group: string; readonly mode: string }

export const statoverride = (id: string): RefTo<StatoverrideState> => ({ kind: 'statoverride', id })

export const statoverrideKind: Kind = {
  name: 'statoverride',
  traits: ['rootOnly'],
  providedByPackages: true,
  affects: affectsKinds('statoverride'),
  probe: () => sh`cat /var/lib/dpkg/statoverride`,
  read(output, refs) {
    const found = new Map(output.toString('utf8').split('\n').flatMap(entry))
    return new Map(refs.map(ref => [refKey(ref), found.get(ref.id) ?? null]))
  },
  describe({ after, want }) {
    const entry = after === null ? '' : `, owner ${after.owner}, group ${after.group}, mode ${after.mode}`
    return `${after === null ? 'remove' : 'register'} the statoverride of ${want.id}${entry}`
  },
  undo: undoFields,
  write(before, after, { id }) {
    const script = lines(
      ...(before === null ? [] : [sh`dpkg-statoverride --quiet --remove ${id}`]),
      ...(after === null ? [] : [add(id, after)]),
    )
    return [{ name: `${after === null ? 'remove' : 'register'} the statoverride of ${id}`, script, timeout: 60 }]
  },
}

/**
 * Registers alone: `--update` acts by name as root and follows a link that the owner of the directory put there. The path itself is
 * changed by a want of kind `path`.
 */
function add(id: string, { owner, group, mode }: State): Sh {
  return sh`dpkg-statoverride --add ${[owner, group, mode].map(String)} ${id}`
}

/** dpkg writes modes as short as they go: "2770", but also "755". */
function entry(line: string): readonly [string, State][] {
  const [, owner = '', group = '', mode = '', path = ''] = /^(\S+) (\S+) (\S+) (.+)$/.exec(line) ?? []
  return path ? [[path, { owner, group, mode: mode.padStart(4, '0') }]] : []
}
