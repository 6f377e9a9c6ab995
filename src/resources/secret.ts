/** A file of random bytes that the host makes itself: neither the controller nor any output ever has them. */
import { lines, raw, sh } from '../shell/sh.ts'
import { affectsKinds, dependsOnPaths, type Kind, refKey, type State, undoFields } from './kind.ts'
import { createFrom } from './made-on-host.ts'
import { functions } from './path/functions.ts'
import { probePaths } from './path/probe.ts'
import { readPaths } from './path/read.ts'
import { scriptOf } from './path/script.ts'

/** id: path. A file whose content the host generates (32 random bytes, hex): the controller never sees it. */
export type SecretState = { readonly owner: string; readonly group: string; readonly mode: string }

/** id: path. An empty file holds no secret: it is made anew. */
export const secretKind: Kind = {
  name: 'secret',
  dependsOn: dependsOnPaths,
  affects: affectsKinds('secret', 'path'),
  probe: probePaths,
  read(output, refs) {
    const found = readPaths(output, refs)
    return new Map(refs.map(ref => [refKey(ref), secretOf(found.get(refKey(ref)) ?? null)]))
  },
  describe: ({ before, after, want }) =>
    before === null
      ? `generate the secret ${want.id}, owner ${after?.owner}, group ${after?.group}, mode ${after?.mode}`
      : undefined,
  merge: (before, wanted) => ({ ...(before ?? { owner: 'root', group: 'root', mode: '0600' }), ...wanted }),
  undo: change =>
    change.before === null
      ? { wants: [{ kind: 'path', id: change.want.id, state: null }], unguarded: true }
      : undoFields(change),
  write(before, after, want) {
    if (after === null) throw new Error(`the secret ${want.id} is not removed`)
    if (before?.type !== undefined) throw new Error(`${want.id} is not a file but a ${before.type}`)
    if (before === null) return [createFrom(random, { id: want.id, after, title: `create the secret ${want.id}` })]
    const script = lines(functions, change(want.id, before, after))
    return [{ name: `set owner and mode of ${want.id}`, script, timeout: 60 }]
  },
}

/** `type` is there only where it is not a file. */
function secretOf(state: State | null): State | null {
  if (state === null || (state.type === 'file' && state.size === 0)) return null
  const { owner, group, mode, type, resolved, via } = state
  return {
    owner,
    group,
    mode,
    ...(type === 'file' ? {} : { type }),
    ...(resolved === undefined ? {} : { resolved }),
    ...(via === undefined ? {} : { via }),
  }
}

const file = { type: 'file' }

const random = sh`od -An -v -N32 -tx1 /dev/urandom | tr -d ${' \n'}; echo`

function change(id: string, before: State, after: State) {
  const states = { before: { ...before, ...file }, after: { ...after, ...file } }
  return sh`( set -e; ${raw(scriptOf({ want: { kind: 'path', id, state: after }, ...states }))}\n)`
}
