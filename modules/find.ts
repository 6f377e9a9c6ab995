/** Files of the host that match, for loops of later tasks. */
import {
  absolutePath,
  args,
  defineModule,
  type FoundFile,
  flag,
  found,
  foundFiles,
  integer,
  list,
  mode,
  modeOf,
  utf8Only,
  z,
} from 'swk'

const units: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86400, w: 604800 }
const sizes: Readonly<Record<string, number>> = { b: 1, k: 1024, m: 1024 ** 2, g: 1024 ** 3, t: 1024 ** 4 }

/** A number and a unit; a minus in front means less. */
const amount = (names: Readonly<Record<string, number>>) =>
  z
    .union([z.number(), z.string().regex(new RegExp(`^-?\\d+\\s*[${Object.keys(names).join('')}]?\\w*$`, 'i'))])
    .transform(given => {
      const [, number = '0', unit = ''] = /^(-?\d+)\s*(\w?)/.exec(String(given)) ?? []
      return Number(number) * (names[unit.toLowerCase()] ?? 1)
    })

export default defineModule({
  name: 'find',
  summary: 'Registers the files below directories that match.',
  args: args(
    {
      paths: z
        .union([z.array(absolutePath), z.string().transform(given => given.split(',').map(one => one.trim()))])
        .describe('The directories.'),
      patterns: list.optional().describe('Patterns of the shell for names, or regular expressions with `use_regex`.'),
      excludes: list.optional().describe('Names that are left out.'),
      use_regex: flag.default(false).describe('`patterns` and `excludes` are regular expressions.'),
      file_type: z
        .enum(['any', 'directory', 'file', 'link'])
        .default('file')
        .describe('The type of the entries that are found.'),
      recurse: flag.default(false).describe('Also in the directories below.'),
      depth: integer.optional().describe('How deep, with `recurse`.'),
      hidden: flag.default(false).describe('Also names that start with a dot.'),
      follow: flag.default(false).describe('Follow links.'),
      age: amount(units).optional().describe('At least this old, such as `2d`; with a minus at most.'),
      age_stamp: z.enum(['atime', 'ctime', 'mtime']).default('mtime').describe('Which time counts.'),
      size: amount(sizes).optional().describe('At least this large, such as `10m`; with a minus at most.'),
      contains: z.string().optional().describe('A line of the file starts with a match of this regular expression.'),
      read_whole_file: flag.default(false).describe('`contains` is looked for in the whole file.'),
      get_checksum: flag.default(false).describe('Report the checksum of each file.'),
      checksum_algorithm: z
        .enum(['md5', 'sha1', 'sha224', 'sha256', 'sha384', 'sha512'])
        .optional()
        .describe('The checksum (default: sha1).'),
      encoding: utf8Only,
      limit: integer.optional().describe('How many files at most.'),
      mode: mode.optional().describe('Files with this mode.'),
      exact_mode: flag.default(true).describe('no: files with any of its bits.'),
    },
    {
      aliases: {
        path: 'paths',
        name: 'paths',
        pattern: 'patterns',
        exclude: 'excludes',
        checksum: 'checksum_algorithm',
      },
    },
  ),
  examples: ['find: { paths: /var/log/matrix-synapse, patterns: "*.log.*", age: 30d }'],
  reads: args => [found(specOf(args))],
  plan: () => [],
  result(args, observed) {
    const { files, examined, skipped } = foundFiles(observed, specOf(args))
    return {
      files: files.map(entryOf),
      matched: files.length,
      examined,
      skipped_paths: skipped,
      msg:
        Object.keys(skipped).length === 0 ? 'All paths examined' : 'Not all paths examined, check warnings for details',
    }
  },
})

type Args = {
  readonly paths: readonly string[]
  readonly patterns?: readonly string[] | undefined
  readonly excludes?: readonly string[] | undefined
  readonly use_regex: boolean
  readonly file_type: 'any' | 'directory' | 'file' | 'link'
  readonly recurse: boolean
  readonly depth?: number | undefined
  readonly hidden: boolean
  readonly follow: boolean
  readonly age?: number | undefined
  readonly age_stamp: 'atime' | 'ctime' | 'mtime'
  readonly size?: number | undefined
  readonly contains?: string | undefined
  readonly read_whole_file: boolean
  readonly get_checksum: boolean
  readonly checksum_algorithm?: string | undefined
  readonly limit?: number | undefined
  readonly mode?: string | undefined
  readonly exact_mode: boolean
}

function specOf(args: Args) {
  const expression = (pattern: string): string => (args.use_regex ? `^(?:${pattern})` : shellPattern(pattern))
  const { paths, file_type: type, recurse, hidden, follow, depth, age, age_stamp, size, contains, limit, mode } = args
  return {
    ...{ paths, type, recurse, hidden, follow },
    patterns: (args.patterns ?? []).map(expression),
    excludes: (args.excludes ?? []).map(expression),
    ...(depth !== undefined && { depth }),
    ...(age !== undefined && { age, stamp: age_stamp }),
    ...(size !== undefined && { size }),
    ...(contains !== undefined && { contains, whole: args.read_whole_file }),
    ...(args.get_checksum && { checksum: args.checksum_algorithm ?? 'sha1' }),
    ...(limit !== undefined && { limit }),
    ...(mode !== undefined && { mode: modeOf(mode, '0000'), exact: args.exact_mode }),
  }
}

/** A pattern of the shell as a regular expression over whole names. */
function shellPattern(pattern: string): string {
  const parts = pattern.split(/(\*|\?|\[[^\]]+\])/)
  const asRegex = (part: string): string =>
    part === '*' ? '.*' : part === '?' ? '.' : /^\[.+\]$/.test(part) ? part.replace(/^\[!/, '[^') : quoted(part)
  return `^(?:${parts.map(asRegex).join('')})\\z`
}

const quoted = (text: string): string => text.replaceAll(/[^\w]/g, '\\$&')

const bits = { rusr: 0o400, wusr: 0o200, xusr: 0o100, rgrp: 0o40, wgrp: 0o20, xgrp: 0o10, roth: 4, woth: 2, xoth: 1 }

function entryOf({ path, mode, type, stat, checksum }: FoundFile): Record<string, unknown> {
  const number = Number.parseInt(mode, 8)
  const all = { ...bits, isuid: 0o4000, isgid: 0o2000 }
  return {
    path,
    mode,
    ...stat,
    isreg: type === 'file',
    isdir: type === 'directory',
    islnk: type === 'link',
    ...Object.fromEntries(Object.entries(all).map(([name, bit]) => [name, (number & bit) !== 0])),
    ...(checksum !== undefined && { checksum }),
  }
}
