/** How a change of a path is shown: its content before and after, and the other fields that differ. */
import type { Kind, KindDiff, State } from '../kind.ts'
import { shownText } from './shown-text.ts'

export const diffPath: NonNullable<Kind['diff']> = ({ want, before, after, fields }): KindDiff => {
  // A link is changed and removed itself; anything else is done to what it resolves to.
  const itself = after === null || after.type === 'link'
  const isRemovedLink = after === null && before?.target !== undefined
  const contentDiffers = want.content !== undefined && before?.sha256 !== after?.sha256
  const changed = isRemovedLink ? ['target'] : fields.filter(field => !['sha256', 'size', 'text'].includes(field))
  return {
    path: !itself && typeof before?.resolved === 'string' ? before.resolved : want.id,
    before: before === null ? null : isRemovedLink || !(contentDiffers || after === null) ? '' : shownText(before),
    after: after === null ? null : contentDiffers ? shownText(after) : '',
    fields: before === null ? fieldsOfNew(after) : changed,
  }
}

function fieldsOfNew(after: State | null): readonly string[] {
  return after === null ? [] : ['type', 'owner', 'group', 'mode', 'target'].filter(field => after[field] !== undefined)
}
