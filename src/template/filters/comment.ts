/** `comment`: a text as a comment in one of several languages. Pure. */
import { PythonError } from '../failure.ts'
import { str } from '../values/text.ts'
import { text as textOf } from './plain-text.ts'

const styles: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  plain: { decoration: '# ' },
  erlang: { decoration: '% ' },
  c: { decoration: '// ' },
  cblock: { beginning: '/*', decoration: ' * ', end: ' */' },
  xml: { beginning: '<!--', decoration: ' - ', end: '-->' },
}

export function comment(text: unknown, style: unknown, more: ReadonlyMap<string, unknown>): string {
  const chosen = styles[str(style)]
  if (!chosen)
    throw new PythonError(`unknown comment style ${str(style)}`, { expected: Object.keys(styles).join(', ') })
  const edge = str(more.get('decoration') ?? chosen.decoration).trimEnd()
  const part = (name: string, usual: string): string => str(more.get(name) ?? chosen[name] ?? usual)
  const [newline, beginning, decoration] = [part('newline', '\n'), part('beginning', ''), part('decoration', '')]
  const [prefix, postfix, end] = [part('prefix', edge), part('postfix', edge), part('end', '')]
  const head = beginning === '' ? '' : beginning + newline
  const above =
    prefix === '' ? '' : (prefix === newline ? newline : prefix + newline).repeat(Number(more.get('prefix_count') ?? 1))
  const body = (decoration + textOf(text, 'comment').replaceAll(newline, newline + decoration)).replaceAll(
    decoration + newline,
    decoration.trimEnd() + newline,
  )
  const below = Array.from({ length: Number(more.get('postfix_count') ?? 1) }, () => newline + postfix).join('')
  return head + above + body + below + (end === '' ? '' : newline + end)
}
