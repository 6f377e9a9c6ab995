/** A playbook: YAML data -> typed plays. All mistakes are collected, each at its place. */
import { Collector } from '../../errors/collect.ts'
import type { Diagnostic } from '../../errors/diagnostic.ts'
import { hintFor } from '../../errors/suggest.ts'
import { isRecord, Reader } from '../../yaml/reader.ts'
import type { Source } from '../../yaml/source.ts'
import type { Play, TaskSource } from '../types.ts'
import { playKeywords, refusedInPlays, taskKeywords } from './keywords.ts'
import { optional } from './optional.ts'
import { readMaxFail, readSerial } from './serial.ts'
import { readBecomeMethod, readTags, readVars } from './shared.ts'
import { parseTask } from './task.ts'

export type ParseOptions = {
  /** Names of the modules there are: they tell a misspelt keyword from a module. Unknown modules are not reported here. */
  readonly modules?: readonly string[]
}

/** The plays of a playbook. Throws SwkError with every mistake. */
export function parsePlaybook(source: Source, options: ParseOptions = {}): Play[] {
  const problems = new Collector()
  const plays = collectPlays(source, problems, options)
  problems.sort().throwIfAny()
  return plays
}

/** The plays as far as they can be read, with every mistake: for who goes on looking for more of them. */
export function readPlaybook(
  source: Source,
  options: ParseOptions = {},
): { plays: Play[]; diagnostics: readonly Diagnostic[] } {
  const problems = new Collector()
  const plays = collectPlays(source, problems, options)
  return { plays, diagnostics: problems.sort().diagnostics }
}

function collectPlays(source: Source, problems: Collector, options: ParseOptions): Play[] {
  const root = Reader.of(source, problems)
  const hint = isRecord(root.value) && 'hosts' in root.value ? 'Start each play with `- `: `- hosts: ...`.' : undefined
  return (root.items('A playbook', hint) ?? []).flatMap(item => parsePlay(item, options) ?? [])
}

type SectionName = keyof Play['sections']

function parsePlay(play: Reader, options: ParseOptions): Play | undefined {
  if (play.entries('A play') === undefined) return undefined
  checkKeys(play, options)
  const read = <T>(key: string, get: (reader: Reader, what: string) => T): T | undefined =>
    play.has(key) ? get(play.at(key), `\`${key}\``) : undefined
  if (play.has('import_playbook')) return undefined
  const hosts = readHosts(play)
  const name = read('name', (reader, what) => reader.text(what))
  read('become_method', readBecomeMethod)
  read('gather_facts', readGatherFacts)
  const tasks = (section: SectionName) => readTasks(play, section, options)
  return {
    name: name ?? hosts,
    hosts,
    become: read('become', (reader, what) => reader.flag(what)) ?? false,
    ...optional(
      'becomeUser',
      read('become_user', (reader, what) => reader.text(what)),
    ),
    serial: read('serial', readSerial) ?? [],
    ...optional('maxFailPercentage', read('max_fail_percentage', readMaxFail)),
    vars: read('vars', readVars) ?? {},
    varsFiles: read('vars_files', (reader, what) => reader.texts(what)) ?? [],
    tags: read('tags', readTags) ?? [],
    ...optional(
      'checkMode',
      read('check_mode', (reader, what) => reader.flag(what)),
    ),
    ...optional(
      'ignoreErrors',
      read('ignore_errors', (reader, what) => reader.flag(what)),
    ),
    ...optional(
      'noLog',
      read('no_log', (reader, what) => reader.flag(what)),
    ),
    ...optional(
      'remoteUser',
      read('remote_user', (reader, what) => reader.text(what)),
    ),
    ...(play.has('topology') ? { topology: play.at('topology').value } : {}),
    sections: {
      pre_tasks: tasks('pre_tasks'),
      tasks: tasks('tasks'),
      post_tasks: tasks('post_tasks'),
      handlers: tasks('handlers'),
    },
    source: play.source,
    path: play.path,
  }
}

function checkKeys(play: Reader, { modules = [] }: ParseOptions): void {
  for (const [key, reader] of play.entries('A play') ?? []) {
    if ((playKeywords as readonly string[]).includes(key)) continue
    const refused = Object.hasOwn(refusedInPlays, key) ? refusedInPlays[key] : undefined
    if (refused !== undefined) {
      const hint = refused === '' ? {} : { hint: refused }
      reader.fail({ code: 'not-supported', message: `\`${key}\` is not supported in a play yet.`, at: 'key', ...hint })
      continue
    }
    const ofTask = modules.includes(key) || (taskKeywords as readonly string[]).includes(key)
    const hint = ofTask ? { hint: 'This belongs into a task, under `tasks:`.' } : hintFor(key, playKeywords)
    reader.fail({ code: 'unknown-key', message: `A play has no key \`${key}\`.`, found: key, at: 'key', ...hint })
  }
}

function readHosts(play: Reader): string {
  if (!play.has('hosts')) {
    const expected = '`hosts`, a pattern of hosts and groups'
    play.fail({ code: 'missing-key', message: 'The play has no `hosts`.', expected })
    return ''
  }
  const hosts = play.at('hosts').texts('`hosts`')
  if (hosts.some(host => host.trim() === '')) play.at('hosts').fail({ code: 'bad-value', message: '`hosts` is empty.' })
  return hosts.join(',')
}

function readTasks(play: Reader, section: SectionName, options: ParseOptions): TaskSource[] {
  const list = play.at(section)
  if (list.value === null || list.value === undefined) return []
  const items = list.items(`\`${section}\``, 'Start each task with `- `.') ?? []
  return items.flatMap(item => parseTask(item, { handler: section === 'handlers', modules: options.modules }) ?? [])
}

function readGatherFacts(reader: Reader, what: string): void {
  if (reader.flag(what) === true)
    reader.fail({
      code: 'not-supported',
      message: 'Gathering facts is not supported: each module reads what it needs.',
      hint: 'Remove it, or set `gather_facts: false`.',
    })
}
