/** Holds the map in CONTRIBUTING.md: which directory of src/ may import which, and what only one directory may use. */
import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'
import { describe, expect, it } from 'vitest'
import { kinds } from '../src/resources/index.ts'

const root = join(import.meta.dirname, '..')
const files = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' }).filter(name => name.endsWith('.ts'))
const texts = new Map(files.map(file => [file, readFileSync(join(root, 'src', file), 'utf8')]))

/** Rows `| src/NAME/ | ... | what it may import |` of the map. */
const allowed = new Map(
  [...readFileSync(join(root, 'CONTRIBUTING.md'), 'utf8').matchAll(/^\| `src\/(\w+)\/` \|[^|]*\| ([^|]*) \|$/gm)].map(
    ([, name = '', list = '']) => [name, list.split(', ')],
  ),
)
const roomOf = (file: string): string => (file.includes('/') ? file.slice(0, file.indexOf('/')) : '')
const importsOf = (file: string): readonly string[] =>
  [...(texts.get(file) ?? '').matchAll(/(?:from|import)\s+'(\.[^']*)'/g)].map(([, target = '']) =>
    normalize(join(dirname(file), target)),
  )

it('names every directory of src/', () => {
  expect([...allowed.keys()].sort()).toEqual([...new Set(files.map(roomOf))].filter(Boolean).sort())
})

describe('imports', () => {
  it.each([...allowed])('of src/%s/ are what the map allows', (room, list) => {
    if (list.includes('everything')) return
    const found = files
      .filter(file => roomOf(file) === room)
      .flatMap(file => importsOf(file).map(target => ({ file, target, to: roomOf(target) })))
      .filter(({ to }) => to !== '' && to !== room && !list.includes(to))
    expect(found).toEqual([])
  })

  it.each([
    ['listr2', 'reporters'],
    ['diff', 'reporters'],
    ['ssh2', 'transport'],
    ['node-ssh', 'transport'],
  ])('of %s are in src/%s/ alone', (name, room) => {
    const users = files.filter(file => new RegExp(`from '${name}'`).test(texts.get(file) ?? ''))
    expect(users.filter(file => roomOf(file) !== room)).toEqual([])
  })
})

it('files import each other in a circle only where what they read nests: task lists and includes, expressions and values', () => {
  const reached = (file: string): ReadonlySet<string> => {
    const found = new Set<string>()
    const visit = (target: string): void => {
      if (found.has(target)) return
      found.add(target)
      importsOf(target).forEach(visit)
    }
    importsOf(file).forEach(visit)
    return found
  }
  const inCircles = files.filter(file => reached(file).has(file))
  expect(inCircles.filter(file => !/^(?:playbook\/parse|template\/(?:evaluate|methods|values))\//.test(file))).toEqual(
    [],
  )
})

it('only the command line and the lab touch the process', () => {
  const found = files.filter(
    file =>
      /^(?!cli|lab)\w+\//.test(file) &&
      /\bconsole\.|\bprocess\.(?:std|exit|on\b|once\b|argv|kill)|from 'node:process'/.test(code(file)),
  )
  expect(found).toEqual([])
})

/** Without comments and texts. */
const code = (file: string): string =>
  (texts.get(file) ?? '').replace(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$|'[^'\n]*'|`[^`]*`/gm, '')

describe('directories', () => {
  /** The part of the topology that a file is of; files beside the parts are nobody's. */
  const partOf = (file: string): string => /^topology\/(\w+)\//.exec(file)?.[1] ?? ''

  it('of src/topology/ use each other in one direction', () => {
    const arrows = new Map<string, Set<string>>()
    for (const file of files.filter(partOf))
      for (const to of importsOf(file)
        .map(partOf)
        .filter(part => part !== '' && part !== partOf(file)))
        arrows.set(partOf(file), (arrows.get(partOf(file)) ?? new Set()).add(to))
    const both = [...arrows].flatMap(([from, tos]) =>
      [...tos].filter(to => from < to && arrows.get(to)?.has(from)).map(to => `${from} <-> ${to}`),
    )
    expect(both).toEqual([])
  })

  it('of plans know nothing of applying them', () => {
    const plans = files.filter(file => file.startsWith('engine/plan/'))
    expect(plans.flatMap(importsOf).filter(target => target.startsWith('engine/apply/'))).toEqual([])
  })
})

it('the engine and the reporters name no kind', () => {
  // `path` is also a field of a diff.
  const quoted = new RegExp(
    `'(?:${[...kinds.keys()].filter(name => name !== 'path').join('|')})'|kind(?::| ===| !==) 'path'`,
  )
  const found = files.filter(file => /^(engine|reporters)\//.test(file) && quoted.test(texts.get(file) ?? ''))
  expect(found).toEqual([])
})

it('programs for the host are files, not templates of more than three lines', () => {
  const long = /(?<=[\s([:{])(?:sh|String\.raw)`[^`]*(?:\n[^`]*){3}`/
  const found = files.filter(file => /^(resources|transport|engine)\//.test(file) && long.test(texts.get(file) ?? ''))
  expect(found).toEqual([])
})
