/** One line of a text file, by Ansible's rules. */
import {
  absolutePath,
  args,
  defineModule,
  editDiff,
  editFailure,
  editRefs,
  editWants,
  expandMatch,
  flag,
  type Module,
  ownership,
  pythonRegex,
  regexp,
  utf8Only,
  validate,
  z,
} from 'swk'

const line = z.string().superRefine((text, context) => {
  if (/[\r\n]/.test(text))
    editFailure(context, { message: 'A line cannot contain a newline.', hint: 'Use `blockinfile` for several lines.' })
})

export default defineModule({
  name: 'lineinfile',
  summary: 'Ensures that a line is present in a text file, replaces a line, or removes lines.',
  args: args(
    {
      path: absolutePath.describe('The file.'),
      state: z.enum(['present', 'absent']).default('present').describe('Whether the line should be present.'),
      regexp: regexp
        .optional()
        .describe("Finds the line to replace (the last that matches), or the lines to remove. Python's syntax."),
      search_string: z.string().min(1).optional().describe('As `regexp`, but plain text that the line contains.'),
      line: line.optional().describe('The line, without its newline.'),
      insertafter: z
        .string()
        .optional()
        .describe(
          'Where to insert a new line: after the last line that matches this regular expression, BOF, or EOF (the default).',
        ),
      insertbefore: z
        .string()
        .optional()
        .describe('Instead of `insertafter`: before the last line that matches, or BOF.'),
      firstmatch: flag.default(false).describe('If several lines match, use the first instead of the last.'),
      backrefs: flag
        .default(false)
        .describe('`line` may contain \\1 or \\g<name>; if `regexp` matches no line, the file is not changed.'),
      create: flag.default(false).describe('Create the file and its parent directories if it does not exist.'),
      ...ownership,
      validate: validate.optional(),
      backup: flag.optional().describe('Accepted: the journal of the host keeps what was there (`swk rollback`).'),
      encoding: utf8Only,
      unsafe_writes: flag.optional().describe('Accepted; files are replaced atomically.'),
    },
    {
      aliases: { dest: 'path', destfile: 'path', name: 'path', regex: 'regexp', value: 'line' },
      check(given, fail) {
        const only = (a: keyof typeof given, b: keyof typeof given) => {
          if (given[a] !== undefined && given[b] !== undefined)
            fail({ message: `\`${a}\` and \`${b}\` exclude each other.`, path: [b] })
        }
        only('regexp', 'search_string')
        only('insertafter', 'insertbefore')
        for (const key of ['insertafter', 'insertbefore'] as const) checkPlace(given[key], key, fail)
        if (given.state === 'present' && given.line === undefined)
          fail({ code: 'missing-key', message: '`line` is missing.' })
        if (given.backrefs && given.regexp === undefined)
          fail({ message: '`backrefs` needs `regexp`.', path: ['backrefs'] })
        if (
          given.state === 'absent' &&
          given.regexp === undefined &&
          given.search_string === undefined &&
          given.line === undefined
        ) {
          fail({
            code: 'missing-key',
            message: 'With `state: absent`, one of `regexp`, `search_string` and `line` is needed.',
          })
        }
      },
    },
  ),
  examples: [
    "lineinfile: { path: /etc/redis/redis.conf, regexp: '^port ', line: port 0 }",
    'lineinfile: { path: /etc/hosts, line: 192.0.2.7 db, insertafter: \'^127\\.0\\.0\\.1\', owner: root, mode: "0644" }',
  ],
  reads: editRefs,
  plan: (args, observed) => editWants(args, observed, text => edit(args, text)),
  result: (args, observed, changes) => ({
    ...{ msg: messageOf(args, changes), found: removedBy(changes), backup: '' },
    diff: editDiff(args.path, observed, changes),
  }),
  intent: args =>
    `${args.state === 'absent' ? 'no ' : ''}\`${args.line ?? args.regexp ?? args.search_string}\` in ${args.path}`,
})

type Changes = Parameters<NonNullable<Module['result']>>[2]

const lineCount = (text: unknown): number => (typeof text === 'string' ? text.split('\n').length : 0)

function removedBy(changes: Changes): number {
  const [change] = changes.filter(({ before, after }) => before?.text !== after?.text)
  return change === undefined ? 0 : Math.max(0, lineCount(change.before?.text) - lineCount(change.after?.text))
}

/** Ansible's words for what was done. */
function messageOf({ state }: Edit, changes: Changes): string {
  const edits = changes.filter(({ before, after }) => before?.text !== after?.text)
  const [change] = edits
  if (change === undefined) return ''
  if (state === 'absent') return `${removedBy(changes)} line(s) removed`
  return lineCount(change.after?.text) > lineCount(change.before?.text) ? 'line added' : 'line replaced'
}

type Edit = {
  readonly state: 'present' | 'absent'
  readonly regexp?: string | undefined
  readonly search_string?: string | undefined
  readonly line?: string | undefined
  readonly insertafter?: string | undefined
  readonly insertbefore?: string | undefined
  readonly firstmatch: boolean
  readonly backrefs: boolean
}

function checkPlace(
  place: string | undefined,
  key: string,
  fail: (fault: { message: string; path: string[] }) => void,
): void {
  const wrong = place === undefined ? undefined : regexp.safeParse(place).error?.issues[0]
  if (wrong) fail({ message: `\`${key}\`: ${wrong.message}`, path: [key] })
}

function edit(args: Edit, text: string): string {
  const lines: readonly string[] = text.match(/[^\n]*\n|[^\n]+$/g) ?? []
  const finds = finderOf(args)
  if (args.state === 'absent') return lines.filter(line => !finds(line)).join('')
  const found = args.regexp === undefined && args.search_string === undefined ? -1 : at(lines, finds, args.firstmatch)
  if (found !== -1)
    return lines.with(found, withNewline(replacement(args, bare(lines[found] as string)), lines[found])).join('')
  if (args.backrefs) return text
  const line = args.line as string
  const same = lines.findLastIndex(other => bare(other) === line)
  if (same !== -1) return lines.with(same, withNewline(line, lines[same])).join('')
  return insert(args, lines, line).join('')
}

/** Whether a line is the one that is meant. */
function finderOf({ regexp, search_string, line }: Edit): (candidate: string) => boolean {
  if (regexp !== undefined) return matcherOf(regexp)
  if (search_string !== undefined) return candidate => candidate.includes(search_string)
  return candidate => bare(candidate) === line
}

function matcherOf(regexp: string): (line: string) => boolean {
  const compiled = pythonRegex(regexp)
  return line => compiled.test(bare(line))
}

function replacement({ backrefs, regexp = '', line = '' }: Edit, old: string): string {
  const match = backrefs ? pythonRegex(regexp).exec(old) : null
  return match === null ? line : expandMatch(match, line)
}

/** A new line where `insertafter` or `insertbefore` says; at the end where they say nothing or match nothing. */
function insert(
  { insertafter, insertbefore, firstmatch }: Edit,
  lines: readonly string[],
  line: string,
): readonly string[] {
  if (insertbefore === 'BOF' || insertafter === 'BOF') return [`${line}\n`, ...lines]
  const place = insertafter ?? insertbefore
  const found = place === undefined || place === 'EOF' ? -1 : at(lines, matcherOf(place), firstmatch)
  if (found === -1) return [...ended(lines), `${line}\n`]
  const index = insertafter === undefined ? found : found + 1
  return [...ended(lines.slice(0, index)), `${line}\n`, ...lines.slice(index)]
}

function at(lines: readonly string[], matches: (line: string) => boolean, first: boolean): number {
  return first ? lines.findIndex(matches) : lines.findLastIndex(matches)
}

const bare = (line: string): string => line.replace(/\r?\n$/, '')

/** The replaced line keeps a Windows line's end. */
function withNewline(line: string, old = ''): string {
  return line + (old.endsWith('\r\n') ? '\r\n' : '\n')
}

function ended(lines: readonly string[]): readonly string[] {
  const last = lines.at(-1)
  return last === undefined || last.endsWith('\n') ? lines : lines.with(-1, `${last}\n`)
}
