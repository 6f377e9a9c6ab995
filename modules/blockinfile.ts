/** Lines between two marker lines of a text file, by Ansible's rules. */
import {
  absolutePath,
  args,
  defineModule,
  editDiff,
  editFailure,
  editRefs,
  editWants,
  flag,
  type Module,
  ownership,
  pythonRegex,
  regexp,
  utf8Only,
  validate,
  z,
} from 'swk'

const marker = z.string().superRefine((text, context) => {
  if (!text.includes('{mark}')) {
    editFailure(context, {
      message: '`marker` must contain {mark}, or the block could not be found again.',
      found: JSON.stringify(text),
    })
  }
  if (/[\r\n]/.test(text)) editFailure(context, { message: 'A marker is one line.' })
})

export default defineModule({
  name: 'blockinfile',
  summary: 'Ensures that a block of lines, between two marker lines, is present in a text file.',
  args: args(
    {
      path: absolutePath.describe('The file.'),
      state: z.enum(['present', 'absent']).default('present').describe('Whether the block should be present.'),
      block: z.string().optional().describe('The lines. Empty: the block is removed.'),
      marker: marker
        .default('# {mark} ANSIBLE MANAGED BLOCK')
        .describe('The marker lines; {mark} becomes `marker_begin` and `marker_end`.'),
      marker_begin: z.string().default('BEGIN').describe('What {mark} becomes in the first marker.'),
      marker_end: z.string().default('END').describe('What {mark} becomes in the last marker.'),
      insertafter: z
        .string()
        .optional()
        .describe(
          'Where to insert a new block: after the last line that matches this regular expression, or EOF (the default).',
        ),
      insertbefore: z
        .string()
        .optional()
        .describe('Instead of `insertafter`: before the last line that matches, or BOF.'),
      create: flag.default(false).describe('Create the file and its parent directories if it does not exist.'),
      prepend_newline: flag
        .default(false)
        .describe('Insert an empty line before the block, unless it is at the start of the file.'),
      append_newline: flag
        .default(false)
        .describe('Insert an empty line after the block, unless it is at the end of the file.'),
      ...ownership,
      validate: validate.optional(),
      backup: flag.optional().describe('Accepted: the journal of the host keeps what was there (`swk rollback`).'),
      encoding: utf8Only,
      unsafe_writes: flag.optional().describe('Accepted; files are replaced atomically.'),
    },
    {
      aliases: { dest: 'path', destfile: 'path', name: 'path', content: 'block' },
      check(given, fail) {
        if (given.insertafter !== undefined && given.insertbefore !== undefined) {
          fail({ message: '`insertafter` and `insertbefore` exclude each other.', path: ['insertbefore'] })
        }
        for (const key of ['insertafter', 'insertbefore'] as const) {
          const wrong = given[key] === undefined ? undefined : regexp.safeParse(given[key]).error?.issues[0]
          if (wrong) fail({ message: `\`${key}\`: ${wrong.message}`, path: [key] })
        }
        if (given.marker_begin === given.marker_end)
          fail({ message: '`marker_begin` and `marker_end` must differ.', path: ['marker_end'] })
      },
    },
  ),
  examples: [
    'blockinfile: { path: /etc/hosts, block: "192.0.2.7 db\\n192.0.2.8 cache" }',
    'blockinfile: { path: /etc/ssh/sshd_config, insertbefore: BOF, block: PermitRootLogin no, validate: sshd -t -f %s }',
  ],
  reads: editRefs,
  plan: (args, observed) => editWants(args, observed, text => edit(args, text)),
  result: ({ path, state, block }, observed, changes) => ({
    msg: messageOf(changes, path, state === 'absent' || !block),
    diff: editDiff(path, observed, changes),
  }),
  intent: args => `a block in ${args.path}`,
})

type Changes = Parameters<NonNullable<Module['result']>>[2]

/** Ansible's words. */
function messageOf(changes: Changes, path: string, isRemoval: boolean): string {
  if (changes.length === 0) return ''
  if (changes.some(({ want, before }) => want.id === path && before === null)) return 'File created'
  return isRemoval ? 'Block removed' : 'Block inserted'
}

type Edit = {
  readonly state: 'present' | 'absent'
  readonly block?: string | undefined
  readonly marker: string
  readonly marker_begin: string
  readonly marker_end: string
  readonly insertafter?: string | undefined
  readonly insertbefore?: string | undefined
  readonly prepend_newline: boolean
  readonly append_newline: boolean
}

function edit(args: Edit, text: string): string {
  const begin = args.marker.replaceAll('{mark}', () => args.marker_begin)
  const end = args.marker.replaceAll('{mark}', () => args.marker_end)
  const present = args.state === 'present' && Boolean(args.block)
  const block = present
    ? [begin, ...(args.block as string).replace(/\n$/, '').split('\n'), end].map(line => `${line}\n`)
    : []
  const lines: readonly string[] = text.match(/[^\n]*\n|[^\n]+$/g) ?? []
  const first = lines.findLastIndex(line => bare(line) === begin)
  const last = lines.findLastIndex(line => bare(line) === end)
  const marked = first !== -1 && last !== -1
  if (!marked && block.length === 0) return text
  const from = marked ? Math.min(first, last) : place(args, lines, text)
  const before = ended(lines.slice(0, from))
  const after = lines.slice(marked ? Math.max(first, last) + 1 : from)
  const spaceBefore = present && args.prepend_newline && before.length > 0 && before.at(-1) !== '\n' ? ['\n'] : []
  const spaceAfter = present && args.append_newline && after.length > 0 && after[0] !== '\n' ? ['\n'] : []
  return [...before, ...spaceBefore, ...block, ...spaceAfter, ...after].join('')
}

/** Index of the line before which a new block goes. */
function place({ insertafter, insertbefore }: Edit, lines: readonly string[], text: string): number {
  if (insertbefore === 'BOF' || insertafter === 'BOF') return 0
  const where = insertafter ?? insertbefore
  if (where === undefined || where === 'EOF') return lines.length
  if (/^\(\?[a-z]*m/.test(where)) {
    // Of several lines: it is searched in the whole text, and the first match counts.
    const match = pythonRegex(where).exec(text)
    if (match === null) return lines.length
    const end = insertafter === undefined ? match.index : match.index + match[0].length
    const above = text.slice(0, end).split('\n').length - 1
    return insertafter === undefined ? above : above + 1
  }
  const expression = pythonRegex(where)
  const found = lines.findLastIndex(line => expression.test(bare(line)))
  if (found === -1) return lines.length
  return insertafter === undefined ? found : found + 1
}

/** A carriage return is a part of its line, as in Ansible. */
const bare = (line: string): string => line.replace(/\n$/, '')

function ended(lines: readonly string[]): readonly string[] {
  const last = lines.at(-1)
  return last === undefined || last.endsWith('\n') ? lines : lines.with(-1, `${last}\n`)
}
