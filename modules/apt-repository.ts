/** A line in the sources of apt. */
import { aptCache, args, defineModule, editRefs, editWants, flag, integer, mode, notYet, type Want, want, z } from 'swk'

export default defineModule({
  name: 'apt_repository',
  summary: 'Adds a repository to the sources of apt, or removes it, and fetches its lists.',
  args: args({
    repo: z
      .string()
      .regex(
        /^\s*deb(-src)?\s+(\[[^\]]+\]\s+)?\S+\s+\S+/,
        'Must be a line of sources.list, such as deb http://deb.debian.org/debian bookworm main.',
      )
      .describe('The line: deb [options] URL suite components.'),
    state: z.enum(['present', 'absent']).default('present').describe('Whether the line is there.'),
    filename: z
      .string()
      .regex(/^[\w.-]+$/, 'Must be a file name.')
      .optional()
      .describe('Name of the file in /etc/apt/sources.list.d, without .list. Default: from the URL.'),
    mode: mode.optional().describe('Mode of the file.'),
    update_cache: flag.default(true).describe('After a change: fetch the lists.'),
    update_cache_retries: integer.optional().describe('Accepted; swk waits for the lock of apt by itself.'),
    update_cache_retry_max_delay: integer.optional().describe('Accepted.'),
    install_python_apt: flag.optional().describe('Accepted; nothing needs it.'),
    validate_certs: z.literal(true).optional().describe('Always.'),
    codename: notYet(),
  }),
  examples: [
    'apt_repository: { repo: "deb [signed-by=/usr/share/keyrings/matrix-org-archive-keyring.gpg] https://packages.matrix.org/debian/ bookworm main", filename: matrix-org }',
  ],
  reads: args => [
    aptCache,
    ...[args.filename === undefined ? mainFile : [], fileFor(args)]
      .flat()
      .flatMap(file => editRefs(edited(args, file))),
  ],
  plan(args, observed) {
    const line = normal(args.repo)
    const inMain = args.filename === undefined && linesOf(observed.text(mainFile)).some(old => normal(old) === line)
    if (args.state === 'present' && inMain) return []
    const files = args.state === 'absent' && inMain ? [mainFile, fileFor(args)] : [fileFor(args)]
    const wants = files.flatMap(file => editWants(edited(args, file), observed, text => edit(text, args.state, line)))
    const changes = files.some(
      file => edit(observed.text(file) ?? '', args.state, line) !== (observed.text(file) ?? ''),
    )
    return changes && args.update_cache ? [...wants, refresh] : wants
  },
  result: ({ repo, state }) => ({ repo, state }),
})

const refresh: Want = want(aptCache, { fresh: true, maxAge: 0 } as object)
const mainFile = '/etc/apt/sources.list'

type Args = {
  readonly repo: string
  readonly filename?: string | undefined
  readonly state: 'present' | 'absent'
  readonly mode?: string | undefined
}

const edited = ({ state, mode }: Args, file: string) => ({ path: file, state, create: state === 'present', mode })

/** Ansible names the file after the URL. */
function fileFor({ repo, filename }: Args): string {
  const url =
    repo
      .replace(/\[[^\]]+\]/, '')
      .replace(/\w+:\/\//, '')
      .trim()
      .split(/\s+/)[1] ?? ''
  const name =
    filename ??
    url
      .replace(/^.*@/, '')
      .split(/[^A-Za-z0-9]+/)
      .filter(Boolean)
      .join('_')
  return `/etc/apt/sources.list.d/${name.replace(/\.list$/, '')}.list`
}

const normal = (line: string): string => line.trim().replace(/\s+/g, ' ')
const linesOf = (text: string | null): readonly string[] => text?.match(/[^\n]*\n|[^\n]+$/g) ?? []

function edit(text: string, state: 'present' | 'absent', line: string): string {
  const lines = linesOf(text)
  if (state === 'absent') return lines.filter(old => normal(old) !== line).join('')
  if (lines.some(old => normal(old) === line)) return text
  return `${text}${text === '' || text.endsWith('\n') ? '' : '\n'}${line}\n`
}
