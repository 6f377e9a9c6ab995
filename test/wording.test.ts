/** Holds the wording of what users read: the titles of tasks, and words that no message, help or page may use. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { viewFrom } from './topology/show/support.ts'
import { fourRoles } from './topology/support.ts'

const root = join(import.meta.dirname, '..')
const banned = /\b(folders?|nobody|somebody|begun|shall|is no (?!longer)|there is no|asked for no more|sees to it)\b/i
const verb =
  /^(Add|Back up|Check|Configure|Create|Enable|Generate|Install|Reload|Remove|Restart|Restore|Route|Start|Stop|Handlers)\b/

describe('titles of tasks', () => {
  const tasks = [fourRoles, 'synapse: { workers: {} }\n'].flatMap(text => viewFrom(text).tasks)
  it.each(tasks.map(({ name, section }) => [name, section] as const))('%s', (name, section) => {
    expect(name.length).toBeLessThanOrEqual(50)
    expect(name).not.toMatch(banned)
    if (section !== 'verification') expect(name).toMatch(verb)
  })
})

describe('strings that users read', () => {
  const files = [
    'src/cli',
    'src/errors',
    'src/inventory',
    'src/playbook',
    'src/transport',
    'src/yaml',
    'src/topology',
    'modules',
  ]
  const named = files.flatMap(folder =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      .filter(name => name.endsWith('.ts'))
      .map(name => join(folder, name)),
  )
  it.each(named)('%s', file => {
    const found = stringsOf(readFileSync(join(root, file), 'utf8')).filter(text => banned.test(text))
    expect(found).toEqual([])
  })
})

/** String literals with a space, outside of comments and without their `${}`. */
function stringsOf(source: string): readonly string[] {
  const code = source.replace(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, '')
  const strings = code.match(/'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"|`(?:[^`\\]|\\[\s\S])*`/g) ?? []
  return strings.map(text => text.replace(/\$\{[^}]*\}/g, 'x')).filter(text => text.includes(' '))
}
