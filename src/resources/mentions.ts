/** What the text of a command names. Pure. */
import { directoriesAbove } from './path/above.ts'

/** Whether a text names `id`, or a directory above it. */
export const mentions = (text: string, id: string): boolean =>
  [id, ...directoriesAbove(id)].some(name => names(text, name))

/** Whether a text has the name as a whole: `/srv` is not named by `/srv/x`. */
function names(text: string, name: string): boolean {
  for (let at = text.indexOf(name); name !== '' && at !== -1; at = text.indexOf(name, at + 1))
    if (!/[\w-]/.test(text[at - 1] ?? ' ') && !/^(?:[\w-]|\/\w)/.test(text.slice(at + name.length))) return true
  return false
}
