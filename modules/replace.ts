/** All matches of a regular expression in a text file. */
import {
  absolutePath,
  args,
  defineModule,
  editRefs,
  editWants,
  expandMatch,
  flag,
  ownership,
  pythonRegex,
  regexp,
  textDiff,
  validate,
  z,
} from 'swk'

export default defineModule({
  name: 'replace',
  summary: 'Replaces all matches of a regular expression in a text file.',
  args: args(
    {
      path: absolutePath.describe('The file. It must exist.'),
      regexp: regexp.describe("What is replaced. Python's syntax; `^` and `$` match at each line."),
      replace: z.string().default('').describe('What takes the place of a match; may contain \\1 or \\g<name>.'),
      after: regexp.optional().describe('Replace only after the first match of this expression.'),
      before: regexp.optional().describe('Replace only before the first match of this expression.'),
      ...ownership,
      validate: validate.optional(),
      backup: flag.optional().describe('Accepted: the journal of the host keeps what was there (`swk rollback`).'),
      encoding: z.literal('utf-8').optional().describe('Only utf-8.'),
      unsafe_writes: flag.optional().describe('Accepted; files are replaced atomically.'),
    },
    { aliases: { dest: 'path', destfile: 'path', name: 'path' } },
  ),
  examples: [
    "replace: { path: /etc/hosts, regexp: '(\\s+)old\\.example\\.org(\\s+.*)?$', replace: '\\1new.example.org\\2' }",
  ],
  reads: args => editRefs({ ...args, create: false, state: 'present' }),
  plan: (args, observed) =>
    editWants({ ...args, create: false, state: 'present' }, observed, text => edited(args, text)),
  intent: ({ path, regexp }) => `replaces \`${regexp}\` in ${path}`,
  result(args, observed, changes) {
    if (changes.length === 0 && section(observed.text(args.path) ?? '', args.after, args.before).includes(-1))
      return { msg: `Pattern for before/after params did not match the given file: ${args.before ?? args.after}` }
    const before = changes.find(({ want }) => want.id === args.path)?.before?.text
    if (changes.length === 0) return { msg: '' }
    const msg = typeof before === 'string' ? `${countMatches(args, before)} replacements made` : 'replacements made'
    return { msg, diff: textDiff(args.path, observed, changes) }
  },
})

type Edit = {
  readonly regexp: string
  readonly replace: string
  readonly after?: string | undefined
  readonly before?: string | undefined
}

function edited({ regexp, replace, after, before }: Edit, text: string): string {
  const [start, end] = section(text, after, before)
  if (start === -1 || end === -1) return text
  const found = multiline(regexp, 'g')
  const middle = text.slice(start, end).replace(found, (...match) => {
    const groups = typeof match.at(-1) === 'object' ? match.at(-1) : undefined
    const parts = match.slice(
      0,
      match.findIndex(part => typeof part === 'number'),
    )
    return expandMatch(Object.assign(parts, { groups }) as unknown as RegExpExecArray, replace)
  })
  return text.slice(0, start) + middle + text.slice(end)
}

function countMatches({ regexp, after, before }: Edit, text: string): number {
  const [start, end] = section(text, after, before)
  return start === -1 || end === -1 ? 0 : [...text.slice(start, end).matchAll(multiline(regexp, 'g'))].length
}

/** Where the part begins and ends that may be edited; -1 if its bounds are not there. */
function section(text: string, after?: string, before?: string): readonly [number, number] {
  const first = after === undefined ? null : multiline(after, 's').exec(text)
  const start = after === undefined ? 0 : first === null ? -1 : first.index + first[0].length
  if (before === undefined || start === -1) return [start, text.length]
  const last = multiline(before, 's').exec(text.slice(start))
  return [start, last === null ? -1 : start + last.index]
}

function multiline(source: string, flags: 'g' | 's'): RegExp {
  return pythonRegex(source, `m${flags}`)
}
