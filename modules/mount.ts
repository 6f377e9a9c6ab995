/** File systems: their lines in /etc/fstab, and whether they are mounted. */
import {
  absolutePath,
  args,
  command,
  defineModule,
  fileWant,
  flag,
  type HostView,
  managed,
  notYet,
  path,
  Refusal,
  see,
  text,
  type Want,
  want,
  z,
} from 'swk'

export default defineModule({
  name: 'mount',
  summary: 'Manages a line of /etc/fstab, and mounts or unmounts it.',
  args: args(
    {
      path: absolutePath.describe('Where it is mounted.'),
      src: text.optional().describe('The device, or what is mounted.'),
      fstype: z.string().regex(/^\S+$/).optional().describe('The type of the file system.'),
      opts: z.string().regex(/^\S+$/).default('defaults').describe('Options of mount.'),
      dump: text.default('0').describe('The fifth field.'),
      passno: text.default('0').describe('The sixth field.'),
      state: z
        .enum(['mounted', 'present', 'unmounted', 'absent', 'remounted', 'absent_from_fstab', 'ephemeral'])
        .describe('`present` and `absent_from_fstab` only change the line; `unmounted` leaves it.'),
      fstab: absolutePath.default('/etc/fstab').describe('The file.'),
      boot: notYet(),
      backup: flag.optional().describe('Accepted: the journal of the host keeps what was there (`swk rollback`).'),
      opts_no_log: notYet(),
    },
    {
      aliases: { name: 'path' },
      check({ state, src, fstype }, fail) {
        if (state === 'ephemeral')
          fail({ code: 'not-supported', message: '`ephemeral` is not supported yet.', path: ['state'] })
        if (['mounted', 'present'].includes(state) && (src === undefined || fstype === undefined))
          fail({ code: 'missing-key', message: `\`state: ${state}\` needs \`src\` and \`fstype\`.` })
      },
    },
  ),
  examples: ['mount: { path: /srv/media, src: "UUID=2f0c", fstype: ext4, opts: "noatime", state: mounted }'],
  reads: args => [path(args.fstab, 'content'), path(args.path), path('/etc'), mounted(args)],
  plan: (args, observed) => [...lineWants(args, observed), ...mountWants(args, observed)],
  intent: ({ path, state }) => `${path}: ${state}`,
  result: ({ path, src = null, fstype = null, opts, dump, passno, fstab }) => ({
    ...{ name: path, src, fstype, opts, dump, passno, fstab },
  }),
})

type Args = {
  readonly path: string
  readonly src?: string | undefined
  readonly fstype?: string | undefined
  readonly opts: string
  readonly dump: string
  readonly passno: string
  readonly state: string
  readonly fstab: string
}

const mounted = ({ path, state }: Args) => {
  const how = state === 'mounted' ? 'mounted' : 'unmounted'
  return managed({ program: 'mount', title: `have ${path} ${how}`, args: [path], options: [how] })
}

const escaped = (field: string): string =>
  field.replaceAll(/[\s\\#]/g, one => `\\${one.charCodeAt(0).toString(8).padStart(3, '0')}`)

const withoutEnd = (lines: readonly string[]): readonly string[] => (lines.at(-1) === '' ? lines.slice(0, -1) : lines)

function lineWants(args: Args, observed: HostView): readonly Want[] {
  if (args.state === 'unmounted' || args.state === 'remounted') return []
  const before = observed.text(args.fstab) ?? ''
  const lines = before.split('\n')
  const isOurs = (line: string): boolean => !/^\s*#/.test(line) && line.trim().split(/\s+/)[1] === escaped(args.path)
  const kept = lines.filter(line => !isOurs(line))
  if (args.state.startsWith('absent')) {
    return kept.length === lines.length ? [] : [fileWant(args.fstab, kept.join('\n'), {}, observed)]
  }
  const wanted = [escaped(args.src ?? ''), escaped(args.path), args.fstype ?? '', args.opts, args.dump, args.passno]
  const same = (line: string): boolean =>
    [...line.trim().split(/\s+/), '0', '0'].slice(0, 6).join(' ') === wanted.join(' ')
  const own = lines.filter(isOurs)
  if (own.length === 1 && same(own[0] ?? '')) return []
  const at = lines.findIndex(isOurs)
  const line = wanted.join(' ')
  const all =
    at === -1 ? [...withoutEnd(lines), line] : lines.flatMap((one, i) => (i === at ? [line] : isOurs(one) ? [] : [one]))
  const text = `${withoutEnd(all).join('\n')}\n`
  return [fileWant(args.fstab, text, {}, observed)]
}

function mountWants(args: Args, observed: HostView): readonly Want[] {
  if (args.state === 'present' || args.state === 'absent_from_fstab') return []
  const now = see(observed, mounted(args))
  const isMounted = now?.mounted === 'yes'
  const isDone = args.state === 'mounted' ? isMounted : !isMounted
  if (now?.open === 'yes' && !isDone)
    throw new Refusal(
      `others than root can write to a directory above ${args.path}: nothing is mounted or unmounted there as root`,
    )
  if (args.state === 'remounted') {
    if (!isMounted) throw new Refusal(`${args.path} is not mounted`)
    return [want(command({ argv: ['mount', '-o', 'remount', '--', args.path] }), { ran: true })]
  }
  if (args.state === 'mounted') {
    if (isMounted) return []
    const there = see(observed, path(args.path))
    const isBind = /(^|,)r?bind(,|$)/.test(args.opts)
    if (there !== null && there.type !== 'directory' && !isBind)
      throw new Refusal(`${args.path} is a ${there.type}; a file system is mounted on a directory`)
    return [want(mounted(args), { mounted: 'yes' })]
  }
  const unmount = isMounted ? [want(mounted(args), { mounted: 'no' })] : []
  const there = args.state === 'absent' ? see(observed, path(args.path)) : null
  const isGone = there === null
  if (!isGone && there.type !== 'directory')
    throw new Refusal(`${args.path} is a ${there.type}; \`state: absent\` removes only an empty directory`)
  if (!isGone && now?.under === 'yes')
    throw new Refusal(`${args.path} is not empty; \`state: absent\` removes only an empty directory`, {
      hint: 'Unmount it with `state: unmounted`, and remove its line with `state: absent_from_fstab`.',
    })
  return isGone ? unmount : [...unmount, want(path(args.path), null, { how: { onlyEmpty: true } })]
}
