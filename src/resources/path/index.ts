/** Files, folders, links and sockets. */

import { createHash } from 'node:crypto'
import { lines, raw, sh } from '../../shell/sh.ts'
import type { Kind, ResourceChange, State, Writer } from '../kind.ts'
import { encodeText } from '../text.ts'
import { directoriesAbove } from './above.ts'
import { diffPath } from './diff.ts'
import { affectsPath, followPath } from './follows.ts'
import { forbidPath } from './forbid.ts'
import { functions, treePart } from './functions.ts'
import { placePath, viewPath } from './names.ts'
import { forbidToWriter } from './permits.ts'
import { probePaths } from './probe.ts'
import { readPaths } from './read.ts'
import { listedChange } from './record.ts'
import { inputOf, nameOfChange, removesTree, scriptOf, writesContent } from './script.ts'
import { undoPath } from './undo.ts'

export { renderTransaction } from './transaction.ts'

const root: Writer = { owner: 'root', group: 'root' }

/** An empty directory, and an empty file, of root's. */
const emptyDirectory: State = { type: 'directory', mode: '0755', owner: 'root', group: 'root' }
const emptyFile: State = {
  type: 'file',
  mode: '0644',
  owner: 'root',
  group: 'root',
  size: 0,
  sha256: createHash('sha256').update('').digest('hex'),
  text: '',
}

export const pathKind: Kind = {
  name: 'path',
  providedByPackages: true,
  initial: emptyFile,
  affects: affectsPath,
  follows: followPath,
  names: { view: viewPath, place: placePath },
  forbid: (change, look, writer) => forbidPath(change, look) ?? (writer && forbidToWriter(change, look, writer)),
  warn: warnOfMask,
  holders: directoriesAbove,
  initialHolder: emptyDirectory,
  diff: diffPath,
  hidden: ['text', 'size', 'via', 'held', 'inside', 'inode', 'list', 'uidOf', 'gidOf'],
  probe: probePaths,
  read: readPaths,
  isWhole: ({ type, text, sha256 }, { hint }) =>
    type !== 'file' || text !== undefined || (hint !== undefined && sha256 === hint),
  merge: mergePath,
  undo: undoPath,
  write(before, after, want) {
    const change = { before, after, want }
    const content = writesContent(change) && want.kept === undefined ? encodeText(want.content ?? '') : undefined
    const listed = listedChange(change)
    return [
      {
        name: nameOfChange(change),
        script: lines(functions, sh`( ${raw(scriptOf(change))}\n)${raw(inputOf(change))}`),
        refusal: 9,
        // A large file is sent and synced; a large folder is removed.
        timeout: 120 + Math.ceil((content?.length ?? 0) / 1_000_000),
        ...(content ? { payload: content, streams: true } : {}),
        ...(listed ? { listed } : {}),
        ...(removesTree(change) ? { part: treePart } : {}),
      },
      ...(want.how?.reload ? [{ name: 'daemon-reload', script: sh`systemctl daemon-reload`, timeout: 90 }] : []),
    ]
  },
}

/** chmod sets what an access control list grants at most. */
function warnOfMask({ want, before, after }: ResourceChange): string | undefined {
  const mask = (state: State | null): string | undefined => String(state?.mode).at(-2)
  if (!before?.list || after?.type !== before.type || mask(before) === mask(after)) return undefined
  return `${want.id} has an access control list; with mode ${after?.mode} it grants at most what the group may do`
}

/**
 * A link is wanted by its `target` alone, since one that root owns is seen as what is behind it. New files are their writer's, 0644; new
 * folders 0755.
 */
function mergePath(before: State | null, wanted: State, _id: string, { owner, group }: Writer = root): State {
  const writer = { owner, ...(group !== undefined && { group }) }
  if (wanted.target !== undefined) return { ...writer, mode: '0777', ...wanted, type: 'link' }
  if (before !== null && before.type === (wanted.type ?? before.type)) return { ...before, ...wanted }
  const mode = wanted.type === 'directory' ? '0755' : '0644'
  return { ...writer, mode, ...wanted }
}
