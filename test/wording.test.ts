/** Holds the wording of what users read: the titles of tasks, and words that no message, help or page may use. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { viewFrom } from './topology/show/support.ts'
import { fourRoles } from './topology/support.ts'

const root = join(import.meta.dirname, '..')
const banned = new RegExp(
  `\\b(${[
    'folders?',
    'nobody|somebody|whoever',
    'beg[aiu]n(s|ning)?|anew',
    'shall|by then',
    // What Jinja itself says of blocks and loops stays as users know it.
    'is no (?!longer|parent block called|previous item|next item)',
    'asked for no more|sees to it|left over|surplus',
    '(lead|leads|led) to',
    'beside|stands? before|looks? at|told apart',
    'brings? .* back|takes? .* away',
    '(he|she|swk|host|playbook|topology|Synapse|systemd|log) (says|said|tells|told|knows)',
    'what it was|where nothing',
  ].join('|')})\\b`,
  'i',
)
const verb =
  /^(Add|Back up|Check|Configure|Create|Enable|Generate|Install|Reload|Record|Remove|Restart|Restore|Route|Start|Stop|Handlers)\b/

describe('titles of tasks', () => {
  const tasks = [fourRoles, 'synapse: { workers: {} }\n'].flatMap(text => viewFrom(text).tasks)
  it.each(tasks.map(({ name, section }) => [name, section] as const))('%s', (name, section) => {
    expect(name.length).toBeLessThanOrEqual(50)
    expect(name).not.toMatch(banned)
    if (section !== 'verification') expect(name).toMatch(verb)
  })
})

describe('strings that users read', () => {
  it.each(filesIn(['src', 'modules', 'scripts', 'examples'], '.ts'))('%s', file => {
    expect(stringsOf(textOf(file)).filter(isBanned)).toEqual([])
  })
})

describe('pages that users read', () => {
  const pages = ['README.md', 'CONTRIBUTING.md', ...filesIn(['docs', 'src', 'examples'], '.md')]
  it.each([...pages, ...filesIn(['playbooks', 'inventories', 'examples'], '.yaml')])('%s', file => {
    expect(textOf(file).split('\n').filter(isBanned)).toEqual([])
  })
})

/** In capitals a word may be a marker (`BEGIN`). */
function isBanned(line: string): boolean {
  return banned.test(line.replace(/\b[A-Z]{2,}\b/g, 'x'))
}

function filesIn(directories: readonly string[], ending: string): readonly string[] {
  return directories.flatMap(directory =>
    readdirSync(join(root, directory), { recursive: true, encoding: 'utf8' })
      .filter(name => name.endsWith(ending) && !name.includes('node_modules'))
      .map(name => join(directory, name)),
  )
}

function textOf(file: string): string {
  return readFileSync(join(root, file), 'utf8')
}

/** String literals with a space, outside of comments and without their `${}`. A program for the host is no text for users. */
function stringsOf(source: string): readonly string[] {
  const code = source.replace(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, '')
  const strings = code.match(/(?:sh|raw)?(?:'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"|`(?:[^`\\]|\\[\s\S])*`)/g) ?? []
  return strings
    .filter(text => !/^(sh|raw)`/.test(text) && !isProgram(text))
    .flatMap(text => text.replace(/\$\{[^}]*\}/g, 'x').split('\n'))
    .filter(text => text.includes(' '))
}

const isProgram = (text: string): boolean => /\nimport |use strict;|\n\s*(my|def|for|if) .*[;:]|^`#!/.test(text)
