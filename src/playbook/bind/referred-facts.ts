/** Which facts a play refers to: only those are read. Found in its texts, and in those of its templates. */
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { allFactNames, groupOfFact } from '../../sdk/facts.ts'
import { entries, isDict } from '../../template/index.ts'
import { sameModule } from '../modules.ts'
import { tasksOf, withPossible } from '../play-tasks.ts'
import type { Play, TaskSource } from '../types.ts'
import type { BindContext, FactNames } from './context.ts'
import { searchDirs } from './files.ts'

/** Names without `ansible_`; `all`: the play uses `ansible_facts` as a whole; `others`: it uses `hostvars`. */
export type ReferredFacts = FactNames & { readonly others: boolean }

const known = new WeakMap<Play, ReferredFacts>()

/** What the texts of the play refer to, whatever the host. */
export function factsOfPlay(play: Play, context: BindContext): ReferredFacts {
  const found = known.get(play)
  if (found) return found
  const tasks = tasksOf(play).flatMap(withPossible)
  const texts = [
    ...textsOf([play.vars, play.roleVars, play.roleDefaults, play.topology, context.varsFiles, context.extraVars]),
    ...tasks.flatMap(task => textsOf(withoutPlace(task))),
    ...tasks.flatMap(({ include }) => (include?.possible.length === 0 ? include.texts() : [])),
  ]
  const result = referred([...texts, ...templatesOf(tasks, texts, context)])
  known.set(play, result)
  return result
}

/** Those that plays take from hosts which earlier plays have read: through `hostvars`, or because they read none. */
export function factsFromEarlier(plays: readonly (readonly [Play, BindContext])[]): FactNames {
  const found = plays.flatMap(([play, context]) => {
    const facts = factsOfPlay(play, context)
    return play.gatherFacts === false || facts.others ? [facts] : []
  })
  return { names: new Set(found.flatMap(({ names }) => [...names])), all: found.some(({ all }) => all) }
}

/** The variables that these facts are. */
export function factNames({ names, all }: FactNames): readonly string[] {
  if (all) return ['ansible_facts', ...allFactNames]
  return names.size === 0 ? [] : ['ansible_facts', ...[...names].map(name => `ansible_${name}`)]
}

const ofValues = new WeakMap<object, ReferredFacts>()

/** The same of the variables of a host. */
export function factsOfVars(vars: Readonly<Record<string, unknown>>): ReferredFacts {
  const found = ofValues.get(vars) ?? referred(textsOf(vars))
  ofValues.set(vars, found)
  return found
}

function referred(texts: readonly string[]): ReferredFacts {
  const names = new Set<string>()
  let all = false
  let others = false
  for (const text of texts) {
    others ||= text.includes('hostvars')
    if (!text.includes('ansible_')) continue
    for (const [, name = '', attribute, key] of text.matchAll(
      /\bansible_(\w+)\b(?:\s*\.\s*(?!get\b)(\w+)|\s*\[\s*['"](\w+)['"]\s*\])?/g,
    )) {
      if (name !== 'facts') {
        if (groupOfFact(name) !== undefined) names.add(name)
        continue
      }
      const used = attribute ?? key
      if (used === undefined) all = true
      else names.add(used)
    }
  }
  return { names, all, others }
}

function withoutPlace({ source: _, include: __, outer, ...task }: TaskSource): unknown {
  return [task, outer?.when.map(({ text }) => text), outer?.role, outer?.notify.map(({ text }) => text)]
}

/** All texts in a value. */
export function textsOf(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value]
  if (Array.isArray(value)) return value.flatMap(textsOf)
  return isDict(value) ? [...entries(value)].flatMap(entry => entry.flatMap(textsOf)) : []
}

/** A template that is named by a template, or that includes others, may be any of its directory. */
function templatesOf(tasks: readonly TaskSource[], texts: readonly string[], context: BindContext): readonly string[] {
  const looks = texts.some(text => /\b(?:lookup|query|q)\(\s*['"](?:ansible\.builtin\.)?template\b/.test(text))
  const files = new Set<string>()
  for (const task of tasks) {
    const dirs = searchDirs(task, context)
    const src = sameModule(task.module, 'template') ? sourceOf(task.args) : undefined
    const named = src === undefined ? undefined : namedFile(src, dirs)
    if (named !== undefined) files.add(named)
    if ((src !== undefined && named === undefined) || looks || (named !== undefined && includes(named)))
      for (const dir of dirs) for (const file of filesIn(join(dir, 'templates'))) files.add(file)
  }
  return [...files].map(read)
}

function sourceOf(args: unknown): string | undefined {
  if (typeof args === 'string') return ''
  const src = isDict(args) ? new Map(entries(args)).get('src') : undefined
  return typeof src === 'string' ? src : ''
}

function namedFile(src: string, dirs: readonly string[]): string | undefined {
  if (src === '' || src.includes('{{')) return undefined
  return dirs.flatMap(dir => [join(dir, 'templates', src), join(dir, src)]).find(isFile)
}

const isFile = (file: string): boolean => statSync(file, { throwIfNoEntry: false })?.isFile() ?? false

const includes = (file: string): boolean => /\{%-?\s*(?:include|import|from|extends)\b/.test(read(file))

function filesIn(dir: string): string[] {
  if (!statSync(dir, { throwIfNoEntry: false })?.isDirectory()) return []
  return readdirSync(dir, { recursive: true, encoding: 'utf8' })
    .map(name => join(dir, name))
    .filter(isFile)
}

const contents = new Map<string, string>()

/** What is too large for a template is none. */
function read(file: string): string {
  const text = contents.get(file) ?? (statSync(file).size > 1 << 20 ? '' : readFileSync(file, 'utf8'))
  contents.set(file, text)
  return text
}
