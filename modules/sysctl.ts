/** Kernel parameters, in a file and at work. */
import {
  absolutePath,
  args,
  defineModule,
  directoryRefs,
  editRefs,
  editWants,
  flag,
  foldersAbove,
  see,
  systemSetting,
  text,
  want,
  z,
} from 'swk'

export default defineModule({
  name: 'sysctl',
  summary: 'Sets a kernel parameter in a sysctl file, and at work.',
  args: args(
    {
      name: z
        .string()
        .regex(/^[\w./-]+$/, 'Must be a parameter, such as vm.swappiness.')
        .describe('The parameter.'),
      value: text.optional().describe('Its value.'),
      state: z.enum(['present', 'absent']).default('present').describe('Whether the file sets it.'),
      sysctl_file: absolutePath.default('/etc/sysctl.conf').describe('The file.'),
      sysctl_set: flag.default(false).describe('Also set the running value, independent of the file.'),
      reload: flag.default(true).describe('If the file changes: also set the running value.'),
      ignoreerrors: flag.optional().describe('Accepted; a parameter that the kernel lacks is an error.'),
    },
    {
      aliases: { key: 'name', val: 'value' },
      check({ state, value }, fail) {
        if (state === 'present' && value === undefined) fail({ code: 'missing-key', message: '`value` is missing.' })
      },
    },
  ),
  examples: ['sysctl: { name: net.core.somaxconn, value: 1024, sysctl_file: /etc/sysctl.d/90-swk.conf }'],
  reads: args => [
    ...editRefs(fileOf(args)),
    ...directoryRefs(foldersAbove(args.sysctl_file)),
    ...(args.state === 'present' ? [systemSetting(`sysctl ${args.name}`)] : []),
  ],
  plan(args, observed) {
    const file = editWants(fileOf(args), observed, text => edited(args, text))
    if (args.state === 'absent') return file
    const value = (args.value ?? '').trim().replace(/\s+/g, ' ')
    const ref = systemSetting(`sysctl ${args.name}`)
    const changes = edited(args, observed.text(args.sysctl_file) ?? '') !== observed.text(args.sysctl_file)
    const sets = args.sysctl_set || (args.reload && changes)
    return sets && see(observed, ref)?.value !== value ? [...file, want(ref, { value })] : file
  },
})

type Args = {
  readonly name: string
  readonly value?: string | undefined
  readonly state: 'present' | 'absent'
  readonly sysctl_file: string
}

const fileOf = ({ sysctl_file, state }: Args) => ({ path: sysctl_file, create: state === 'present', state })

/** The last line that sets the parameter counts, so it is the one that stays. */
function edited({ name, value = '', state }: Args, content: string): string {
  const lines: readonly string[] = content.match(/[^\n]*\n|[^\n]+$/g) ?? []
  const sets = (line: string): boolean => line.split('=')[0]?.trim().replaceAll('/', '.') === name.replaceAll('/', '.')
  const line = `${name}=${value}\n`
  const last = lines.findLastIndex(sets)
  const kept = lines.filter((old, i) => !sets(old) || (state === 'present' && i === last))
  if (state === 'absent') return kept.join('')
  if (last !== -1) return kept.map(old => (sets(old) ? line : old)).join('')
  const end = content === '' || content.endsWith('\n') ? '' : '\n'
  return content + end + line
}
