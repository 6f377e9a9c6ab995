/** A playbook: YAML data -> typed plays. All mistakes are collected, each at its place. */
import { dirname, resolve } from 'node:path'
import { Collector } from '../../errors/collect.ts'
import type { Diagnostic } from '../../errors/diagnostic.ts'
import { hintFor } from '../../errors/suggest.ts'
import { isRecord, Reader } from '../../yaml/reader.ts'
import type { Source } from '../../yaml/source.ts'
import type { Play } from '../types.ts'
import { isFile, parseInto } from './file.ts'
import { readFlags } from './flags.ts'
import { type Around, nest, nothingAround, readAround, readSettings } from './inherit.ts'
import { playKeywords, refusedInPlays, taskKeywords } from './keywords.ts'
import { optional } from './optional.ts'
import { newRoles } from './play-roles.ts'
import { readPrompts } from './prompts.ts'
import { readRoles } from './role-list.ts'
import { readSeconds } from './seconds.ts'
import { readMaxFail, readOrder, readSerial } from './serial.ts'
import { readCount, readMethod, readTags, readVars } from './shared.ts'
import { readTaskList } from './task-list.ts'

export type ParseOptions = {
  /** Names of the modules there are: they tell a misspelt keyword from a module. Unknown modules are not reported here. */
  readonly modules?: readonly string[]
  /** Further directories of roles. */
  readonly rolesPath?: readonly string[]
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
  const plays = { options, around: nothingAround, files: [source.file] }
  return (root.items('A playbook', hint) ?? []).flatMap(item => readPlay(item, plays))
}

type PlayContext = { readonly options: ParseOptions; readonly around: Around; readonly files: readonly string[] }

function readPlay(item: Reader, context: PlayContext): Play[] {
  const key = ['import_playbook', 'ansible.builtin.import_playbook'].find(name => item.has(name))
  return key === undefined ? [parsePlay(item, context) ?? []].flat() : importPlaybook(item, key, context)
}

/** The plays of another playbook, whose tasks inherit `when`, `tags` and `vars` of the import. */
function importPlaybook(item: Reader, key: string, context: PlayContext): Play[] {
  for (const [name, reader] of item.entries('An import') ?? [])
    if (![key, 'name', 'when', 'tags', 'vars'].includes(name))
      reader.fail({ code: 'unknown-key', message: `\`${key}\` has no key \`${name}\`.`, found: name, at: 'key' })
  const reader = item.at(key)
  const name = reader.text(`\`${key}\``)
  if (name === undefined) return []
  const file = resolve(dirname(item.source.file), name)
  if (!isFile(file))
    reader.fail({ code: 'file-not-found', message: `The playbook ${name} does not exist.`, expected: file })
  else if (context.files.includes(file))
    reader.fail({ code: 'not-supported', message: `The playbook ${name} imports itself.` })
  else {
    const source = parseInto(reader, file)
    const inner = { ...context, around: nest(context.around, readAround(item)), files: [...context.files, file] }
    if (source) return (Reader.of(source, item.problems).items('A playbook') ?? []).flatMap(one => readPlay(one, inner))
  }
  return []
}

type SectionName = keyof Play['sections']

function parsePlay(play: Reader, { options, around, files }: PlayContext): Play | undefined {
  if (play.entries('A play') === undefined) return undefined
  checkKeys(play, options)
  const read = <T>(key: string, get: (reader: Reader, what: string) => T): T | undefined =>
    play.has(key) ? get(play.at(key), `\`${key}\``) : undefined
  const hosts = readHosts(play)
  const name = read('name', (reader, what) => reader.text(what))
  const method = read('become_method', readMethod)
  read('strategy', readStrategy)
  const roles = newRoles(play.source.file, options.rolesPath)
  const { checkMode, ignoreErrors, noLog, become, diff, anyErrorsFatal: endsAll, templates } = readFlags(play)
  const fatal = optional('anyErrorsFatal', endsAll)
  const settings = { ...nothingAround, flags: fatal, outer: { ...nothingAround.outer, ...readSettings(play) } }
  const context = { modules: options.modules, around: nest(around, settings), roles, files }
  const tasks = (section: SectionName) =>
    readTaskList(play.at(section), `\`${section}\``, { ...context, handler: section === 'handlers' })
  const pre = tasks('pre_tasks')
  const ofRoles = read('roles', reader => readRoles(reader, { ...context, handler: false })) ?? []
  const main = [...ofRoles, ...tasks('tasks')]
  const post = tasks('post_tasks')
  const handlers = [...roles.handlers, ...tasks('handlers')]
  return {
    name: name ?? hosts,
    hosts,
    become: become ?? false,
    ...optional('becomeMethod', method),
    ...optional('diff', diff),
    ...optional('templates', templates),
    ...optional(
      'becomeUser',
      read('become_user', (reader, what) => reader.text(what)),
    ),
    serial: read('serial', readSerial) ?? [],
    ...optional('order', read('order', readOrder)),
    ...optional('maxFailPercentage', endsAll ? 0 : read('max_fail_percentage', readMaxFail)),
    vars: read('vars', readVars) ?? {},
    ...optional('prompts', read('vars_prompt', readPrompts)),
    varsFiles: read('vars_files', readVarsFiles) ?? [],
    ...optional('roleVars', orNothing(roles.vars)),
    ...optional('roleDefaults', orNothing(roles.defaults)),
    tags: read('tags', readTags) ?? [],
    ...optional(
      'forceHandlers',
      read('force_handlers', (reader, what) => reader.flag(what)),
    ),
    ...optional(
      'ignoreUnreachable',
      read('ignore_unreachable', (reader, what) => reader.flag(what)),
    ),
    ...optional('confirm', read('confirm', readConfirm)),
    ...optional(
      'rollback',
      read('rollback', (reader, what) => reader.flag(what)),
    ),
    ...optional('gatherFacts', read('gather_facts', readGather)),
    ...optional('checkMode', checkMode),
    ...optional('ignoreErrors', ignoreErrors),
    ...optional('noLog', noLog),
    ...optional(
      'connection',
      read('connection', (reader, what) => reader.text(what)),
    ),
    ...optional(
      'remoteUser',
      read('remote_user', (reader, what) => reader.text(what)),
    ),
    ...optional('port', read('port', readCount)?.toString()),
    ...(play.has('topology') ? { topology: play.at('topology').value } : {}),
    sections: { pre_tasks: pre, tasks: main, post_tasks: post, handlers },
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

/** Facts are read where they are used, so that a template decides nothing. */
function readGather(reader: Reader, what: string): boolean | undefined {
  const isTemplate = typeof reader.value === 'string' && reader.value.includes('{{')
  return isTemplate ? undefined : reader.flag(what)
}

function readConfirm(reader: Reader, what: string): number | undefined {
  const seconds = readSeconds(reader.value)
  if (seconds === undefined)
    reader.fail({
      ...{ code: 'bad-value', message: `${what} is not a time.`, found: String(reader.value) },
      expected: 'seconds from 5, such as 60s',
    })
  return seconds
}

function readStrategy(reader: Reader, what: string): void {
  const strategy = reader.text(what)
  if (strategy !== undefined && !/^(?:ansible\.builtin\.)?(?:linear|free|host_pinned)$/.test(strategy))
    reader.fail({ code: 'not-supported', message: `${what} can be linear or free.`, found: strategy })
}

function orNothing(values: Record<string, unknown>): Record<string, unknown> | undefined {
  return Object.keys(values).length > 0 ? values : undefined
}

function readVarsFiles(reader: Reader, what: string): (string | string[])[] {
  const items = Array.isArray(reader.value) ? (reader.items(what) ?? []) : [reader]
  return items.flatMap((item): (string | string[])[] => {
    if (Array.isArray(item.value)) return [item.texts(`Each item of ${what}`)]
    const name = item.text(`Each item of ${what}`)
    return name === undefined ? [] : [name]
  })
}
