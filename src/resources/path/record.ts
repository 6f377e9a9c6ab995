/** A change of a path as a record of the list that change.pl makes in one process. */
import { program } from '../../shell/program.ts'
import { raw, type Sh, sh } from '../../shell/sh.ts'
import type { ResourceChange, Step } from '../kind.ts'
import { encodeText } from '../text.ts'
import { changeProgram } from './functions.ts'
import { callOf, writesContent } from './script.ts'

/** Bytes of a file that goes into a list; a larger one has a step of its own. */
const small = 65_536

const makeList: Sh = sh`perl -e ${raw(program(changeProgram))} many`

/** Undefined if the change needs a step of its own. */
export function listedChange(change: ResourceChange): Step['listed'] {
  const { want } = change
  if (want.together || want.kept !== undefined || want.validate || want.how) return undefined
  const call = callOf(change)
  if (call === undefined) return undefined
  const content = writesContent(change) ? encodeText(want.content ?? '') : Buffer.alloc(0)
  if (content.length > small) return undefined
  const words = [call.program, ...call.words]
  const end = call.program === 'file' ? '\0' : ''
  return { program: makeList, record: Buffer.concat([Buffer.from(words.join('\0') + end), content]) }
}
