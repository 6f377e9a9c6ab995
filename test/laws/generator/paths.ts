/** Names, contents and owners that several topics share. */
import fc from 'fast-check'
import type { Action, Fields } from './topic.ts'

export const names = ['a', 'b', 'd', 'd/x', 'd/e'] as const
export const modes = ['0644', '0600', '0755', '2770'] as const
export const words = ['one', 'two', 'a=1', 'it\'s "quoted" $HOME `x` \\', 'ünïcode'] as const
/** Accounts of the test; whether they exist is a part of the host's state. */
export const accounts = ['toya', 'toyb'] as const

export const text = fc
  .array(fc.constantFrom(...words), { maxLength: 3 })
  .map(lines => lines.map(line => `${line}\n`).join(''))
export const word = fc.constantFrom(...words)

/** `l` is another name of a directory, where it is one; `h` is another name of the file `a`. */
export const at = fc.constantFrom(...names, 'l', 'l/x', 'l/e', 'h').map(name => `{{ folder }}/${name}`)

export const owner = fc.constantFrom('root', 'daemon', ...accounts)
export const group = fc.constantFrom('root', 'daemon', ...accounts.map(name => `${name}s`))
export const meta = fc.record({ owner, group, mode: fc.constantFrom(...modes) }, { requiredKeys: [] })

/** What lies in the directory `d` is about `d`. */
export const aboutPath = (path: string): string => `path ${path.replace('{{ folder }}/', '').split('/')[0]}`
const aboutOwners = (args: Fields): readonly string[] =>
  [args.owner, args.group].some(name => String(name ?? '').startsWith('toy')) ? ['accounts'] : []

/** An action of a module that is about the one path, and the accounts that it names. */
export function onPath(module: string, path: string, args: Fields, more: Fields = {}): Action {
  return { task: { [module]: args, ...more }, about: [aboutPath(path), ...aboutOwners(args)] }
}
