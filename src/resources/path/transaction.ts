/**
 * Files that take effect together (docs/protocol.md 6): rehearsed in a mount namespace in which the folders are overlaid, checked there
 * as a set, and only then created on the host, by the same functions.
 */
import { inlinePrograms } from '../../shell/program.ts'
import { lines, quote, raw, type Sh, sh } from '../../shell/sh.ts'
import type { ResourceChange, Step, Transaction } from '../kind.ts'
import { encodeText } from '../text.ts'
import { functions, treePart } from './functions.ts'
import { inputOf, removesTree, scriptOf, writesContent } from './script.ts'

/** One step for all changes of one `together`. Its payload: the rehearsal's script, then the contents. */
export function renderTransaction(changes: readonly ResourceChange[]): Step {
  const together = changes[0]?.want.together
  if (!together) throw new Error('the transaction is empty')
  const overlay = outermost(together.overlay)
  for (const { want } of changes) {
    if (!overlay.some(folder => want.id.startsWith(`${folder}/`)))
      throw new Error(`${want.id} is in none of the directories of the transaction: ${overlay.join(', ')}`)
  }
  const contents = changes.map(change =>
    writesContent(change) && change.want.kept === undefined ? encodeText(change.want.content ?? '') : Buffer.alloc(0),
  )
  const rehearsal = Buffer.from(inlinePrograms(rehearse(changes, overlay, together)))
  const payload = Buffer.concat([rehearsal, ...contents])
  const script = lines(
    sh`swk_stage=$(umask 077; mktemp -d /run/swk.XXXXXX)
export swk_stage
trap 'rm -rf "$swk_stage"' EXIT`,
    sh`head -c ${rehearsal.length} >"$swk_stage/rehearsal"`,
    ...contents.map((content, i) => sh`head -c ${content.length} >"$swk_stage/"${i}`),
    ...changes.flatMap((change, i) => stageKept(change, i)),
    sh`unshare -m sh "$swk_stage/rehearsal" </dev/null >&2`,
    functions,
    ...changes.map(make),
  )
  const part = changes.some(removesTree) ? { part: treePart } : {}
  return { name: `${together.name}: ${changes.length} changes together`, script, payload, timeout: 300, ...part }
}

function rehearse(changes: readonly ResourceChange[], overlay: readonly string[], together: Transaction): Sh {
  return lines(
    sh`set -e`,
    functions,
    ...overlay.map((folder, i) => lay(folder, i)),
    ...changes.map(make),
    sh`cd /`,
    ...together.check.map(
      (check, i) =>
        sh`${check} </dev/null || { rc=$?; echo ${refusal(check, together.checkers?.[i])} >&2; exit "$rc"; }`,
    ),
  )
}

const refusal = (check: readonly string[], checker = check.join(' ')): string =>
  `${checker} rejected the new files; nothing was changed`

/** An upper folder gives the overlay its own owner and mode: they are made the same as the lower one's. */
function lay(folder: string, i: number): Sh {
  if (!/^[\w/.@+-]+$/.test(folder)) throw new Error(`${folder} cannot be overlaid`)
  return sh`swk_lay ${folder} ${i}`
}

/** What the host's journal keeps is not sent again. */
function stageKept(change: ResourceChange, i: number): readonly Sh[] {
  return inputOf(change) === '' ? [] : [sh`cat >"$swk_stage/"${i}${raw(inputOf(change))}`]
}

function make(change: ResourceChange, i: number): Sh {
  return sh`( set -e; ${raw(scriptOf(change))}\n) <"$swk_stage/"${raw(quote(String(i)))}`
}

function outermost(folders: readonly string[]): readonly string[] {
  return folders.filter(folder => !folders.some(other => other !== folder && folder.startsWith(`${other}/`)))
}
