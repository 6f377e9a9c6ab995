/** Debian packages. */
import {
  aptCache,
  args,
  command,
  defineModule,
  flag,
  globToRegExp,
  type HostView,
  integer,
  list,
  managed,
  notYet,
  type PackageState,
  packageOffer,
  packageRemains,
  pkg,
  Refusal,
  see,
  type Want,
  want,
  z,
} from 'swk'

const names = list.superRefine((entries, context) => {
  entries.forEach((entry, i) => {
    if (/^[a-z0-9*?[][a-z0-9+.*?[\]!^-]*(:[a-z0-9]+)?(=[\w.+~:*-]+)?$/.test(entry)) return
    context.addIssue({
      code: 'custom',
      path: [i],
      message: `\`${entry}\` is not a package, nor package=version.`,
      params: {
        code: 'bad-value',
        found: entry,
        expected: 'a name such as redis-server, name=version, or a pattern such as nginx*',
      },
    })
  })
})

export default defineModule({
  name: 'apt',
  summary: 'Installs and removes Debian packages.',
  args: args(
    {
      name: names
        .optional()
        .describe(
          'Package names: a list, or one text; `name=version` selects exactly that version, `nginx*` all packages whose names match.',
        ),
      state: z
        .enum(['present', 'absent', 'latest', 'build-dep', 'fixed'])
        .default('present')
        .describe(
          '`latest` also upgrades, to the candidate version when the task starts: update the package lists in an earlier task. `build-dep` installs what is needed to build the packages, `fixed` what installed packages miss.',
        ),
      update_cache: flag
        .optional()
        .describe('Update the package lists first, if they are older than `cache_valid_time`.'),
      cache_valid_time: integer
        .optional()
        .describe('How many seconds the package lists stay valid. Implies `update_cache`.'),
      purge: flag.default(false).describe('With `absent`: also remove the configuration files.'),
      install_recommends: flag
        .optional()
        .describe('Whether to install recommended packages. Default: as configured on the host.'),
      force_apt_get: flag.optional().describe('Accepted; swk always uses apt-get.'),
      deb: z.string().min(1).optional().describe('An archive to install: a path of the host, or a URL.'),
      upgrade: z
        .union([z.boolean().transform(given => (given ? 'safe' : 'no')), z.enum(['yes', 'safe', 'dist', 'full', 'no'])])
        .default('no')
        .describe('Upgrade all packages: `safe` removes none, `dist` and `full` may.'),
      default_release: z
        .string()
        .regex(/^[\w.~:=,*/-]*$/, 'Must be a release, such as bookworm-backports.')
        .transform(release => release || undefined)
        .optional()
        .describe('Prefer the versions of this release.'),
      autoremove: flag.default(false).describe('Remove packages that nothing needs any more.'),
      autoclean: flag.default(false).describe('Remove archives that can no longer be downloaded.'),
      clean: flag.default(false).describe('Remove all downloaded archives.'),
      only_upgrade: flag.default(false).describe('Leave packages alone that are not installed.'),
      dpkg_options: z
        .enum(['force-confdef,force-confold', 'force-confold'])
        .optional()
        .describe('Edited configuration files are kept.'),
      allow_unauthenticated: flag
        .default(false)
        .describe(
          'Also install packages of repositories that are not signed. Better: `deb822_repository` with `signed_by`.',
        ),
      allow_downgrade: flag.optional().describe('Accepted; a version that is asked for is installed.'),
      allow_change_held_packages: flag.default(false).describe('Also change packages that are held.'),
      fail_on_autoremove: flag.default(false).describe('Fail if a package would be removed.'),
      force: notYet('It is several options at once. Use `allow_change_held_packages` and `allow_unauthenticated`.'),
      lock_timeout: integer.optional().describe('Accepted; swk waits two minutes for the lock of dpkg.'),
      policy_rc_d: notYet('Write /usr/sbin/policy-rc.d in an earlier task, and remove it in a later one.'),
    },
    {
      aliases: {
        pkg: 'name',
        package: 'name',
        'update-cache': 'update_cache',
        'install-recommends': 'install_recommends',
      },
      check(given, fail) {
        const { name, state, update_cache, cache_valid_time } = given
        const asWhole = given.deb !== undefined || jobsOf(given).length > 0
        if (name === undefined && !update_cache && cache_valid_time === undefined && !asWhole) {
          fail({ code: 'missing-key', message: '`apt` needs packages in `name`, or `update_cache: true`.' })
        }
        if (state === 'latest' && name?.some(entry => entry.includes('=') && !entry.includes('*')))
          fail({ message: 'A package version cannot be combined with `state: latest`.', path: ['name'] })
        if (state !== 'latest' && name?.includes('*'))
          fail({ message: '`*` is only for `state: latest`: it upgrades all packages.', path: ['name'] })
      },
    },
  ),
  examples: [
    'apt: { name: [htop, tmux], update_cache: true, cache_valid_time: 3600 }',
    'apt: { name: redis-server=5:7.0.15-1~deb12u1, install_recommends: false }',
  ],
  reads: args => [
    ...(refreshes(args) ? [aptCache] : []),
    ...packages(args).map(({ ref }) => ref),
    ...offers(args),
    ...patterns(args).map(pattern => matching(pattern, args.state)),
    ...(args.state === 'absent' ? packages(args).map(({ ref }) => packageRemains(ref.id, args.purge)) : []),
    ...(args.deb === undefined ? [] : [archive(args.deb)]),
    ...jobsOf(args).map(one => job(one, args)),
  ],
  plan(given, observed) {
    const args = { ...given, name: given.name && [...given.name.filter(isName), ...matched(given, observed)] }
    const lists = cache(args, observed)
    const how = optionsOf(args, lists.length > 0)
    const chosen = packages(args).filter(({ ref }) => !args.only_upgrade || see(observed, ref) !== null)
    const wanted = chosen.map(({ ref, version }): Want => {
      if (args.state === 'absent')
        return absent(ref, { ...args, isNamed: given.name?.includes(ref.id) === true }, observed)
      if (args.state === 'latest') return want(ref, latest(see(observed, ref), lists.length > 0), { how })
      return versioned(ref, version, observed, how)
    })
    return [...lists, ...wanted, ...archiveWants(args.deb, observed), ...jobWants(args, observed, lists.length > 0)]
  },
  result(args, observed, changes) {
    const age = refreshes(args) ? see(observed, aptCache)?.age : undefined
    const time = typeof age === 'number' ? { cache_update_time: Math.floor(Date.now() / 1000) - age } : {}
    return { cache_updated: changes.some(({ want }) => want.kind === 'apt-cache'), ...time, stdout: '', stderr: '' }
  },
  intent: args => `${args.name?.join(', ') ?? 'the lists of packages'}: ${args.state}`,
})

type Jobs = {
  readonly name?: readonly string[] | undefined
  readonly state: string
  readonly upgrade: string
  readonly autoremove: boolean
  readonly autoclean: boolean
  readonly clean: boolean
  readonly fail_on_autoremove: boolean
  readonly allow_unauthenticated: boolean
}

/** What apt is to do with the host as a whole, and with what. With packages `autoremove` follows their removal. */
function jobsOf(args: Jobs): readonly (readonly [job: string, of: string])[] {
  const { upgrade, autoremove, autoclean, clean, state, name = [] } = args
  const isAll = state === 'latest' && name.includes('*')
  const upgrades =
    isAll || upgrade === 'yes' || upgrade === 'safe' ? ['upgrade'] : upgrade === 'no' ? [] : ['dist-upgrade']
  const others = Object.entries({ fixed: state === 'fixed', autoremove, autoclean, clean }).filter(([, given]) => given)
  const sources = state === 'build-dep' ? name.map(one => ['build-dep', one] as const) : []
  return [...sources, ...[...upgrades, ...others.map(([job]) => job)].map(job => [job, ''] as const)]
}

const job = ([name, of]: readonly [string, string], args: Jobs) =>
  managed({
    ...{ program: 'apt', title: `apt-get ${name} ${of}`.trimEnd(), args: [name, of], timeout: 3600 },
    options: aptOptions(args),
  })

const aptOptions = (args: Pick<Jobs, 'fail_on_autoremove' | 'allow_unauthenticated'>): readonly string[] => [
  ...(args.fail_on_autoremove ? ['--no-remove'] : []),
  ...(args.allow_unauthenticated ? ['--allow-unauthenticated'] : []),
]

const archive = (file: string) =>
  managed({ program: 'apt', title: `install ${file}`, args: ['deb', file], timeout: 1800 })

/** Which packages are due is not known before new lists are there: then apt is run. */
function jobWants(args: Jobs, observed: HostView, listsComeFirst: boolean): readonly Want[] {
  return jobsOf(args).map(one => {
    if (listsComeFirst && one[0].endsWith('upgrade')) {
      const options = ['-y', '-q', '-o', 'Dpkg::Options::=--force-confold', ...aptOptions(args)]
      return want(command({ argv: ['apt-get', ...options, one[0]] }), { ran: true })
    }
    const error = see(observed, job(one, args))?.error
    if (error !== undefined && !listsComeFirst) throw new Refusal(`apt-get ${one.join(' ').trim()}: ${error}`)
    return want(job(one, args), { pending: '0' })
  })
}

const isName = (entry: string): boolean => !/[*?[]/.test(entry.replace(/=.*/s, ''))
const patterns = ({ name = [], state }: Args): readonly string[] =>
  state === 'fixed' || state === 'build-dep' ? [] : name.filter(entry => !isName(entry) && entry !== '*')

/** The packages that match a pattern and are not as their state wants them. */
const matching = (pattern: string, state: string) =>
  managed({
    program: 'apt',
    title: pattern,
    args: ['match', globToRegExp(pattern).source.replaceAll('[\\s\\S]', '.'), state],
  })

function matched(args: Args, observed: HostView): readonly string[] {
  return patterns(args).flatMap(pattern => {
    const found = see(observed, matching(pattern, args.state))
    if (found?.known === '0' && args.state !== 'absent')
      throw new Refusal(`no package matches \`${pattern}\` in the package lists of the host`)
    return found?.due?.split(' ').filter(Boolean) ?? []
  })
}

function archiveWants(file: string | undefined, observed: HostView): readonly Want[] {
  if (file === undefined) return []
  const now = see(observed, archive(file))
  if (now?.archive === 'absent') throw new Refusal(`the archive ${file} does not exist`)
  return [want(archive(file), { installed: 'yes' })]
}

type Args = {
  readonly name?: readonly string[] | undefined
  readonly state: 'present' | 'absent' | 'latest' | 'build-dep' | 'fixed'
  readonly update_cache?: boolean | undefined
  readonly cache_valid_time?: number | undefined
}

function packages({ name = [], state }: Args) {
  if (state === 'build-dep' || state === 'fixed') return []
  return name.filter(isName).map(entry => {
    const [id = '', given] = entry.split(/=(.*)/s)
    const version = state === 'absent' ? undefined : given
    return { ref: pkg(id, state === 'latest' || version?.includes('*') ? 'content' : 'meta'), version }
  })
}

/** All of them as one word: each of a list can be fine, and yet not with the others. */
const listed = (args: Args): readonly string[] => {
  const entries = packages(args).map(({ ref, version }) => (version === undefined ? ref.id : `${ref.id}=${version}`))
  return entries.length > 1 ? [entries.join(' ')] : []
}

/** `newLists`: what apt makes of the names now is not what it makes of them with the lists that come first. */
function optionsOf(args: Args & Choices, newLists: boolean): Options {
  const { install_recommends: recommends, default_release: release, allow_change_held_packages: held } = args
  const { fail_on_autoremove: keep, allow_unauthenticated: unsigned } = args
  const options: Options[] = recommends === undefined ? [] : [{ recommends }]
  if (release !== undefined) options.push({ release })
  if (held) options.push({ held })
  if (keep) options.push({ keep })
  if (unsigned) options.push({ unsigned })
  if (newLists) options.push({ newLists })
  return Object.assign({}, ...options, ...listed(args).map(list => ({ list })))
}

type Choices = {
  readonly install_recommends?: boolean | undefined
  readonly default_release?: string | undefined
  readonly allow_change_held_packages?: boolean | undefined
  readonly fail_on_autoremove?: boolean | undefined
  readonly allow_unauthenticated?: boolean | undefined
}
type Options = Readonly<Record<string, string | boolean>>

/** What keeps them from being installed or removed. */
function offers(args: Args & Choices & { readonly only_upgrade: boolean; readonly purge: boolean }) {
  if (packages(args).length === 0) return []
  // What apt would say with these options is not asked.
  const isOther =
    args.default_release !== undefined ||
    args.allow_change_held_packages ||
    args.allow_unauthenticated ||
    args.only_upgrade
  return [
    packageOffer(),
    ...(args.state === 'absent'
      ? [packageOffer(removal(args))]
      : isOther
        ? []
        : [...(args.name ?? []).filter(isName), ...listed(args)].map(packageOffer)),
  ]
}

/** Of a package that is not installed, what an installation that broke off has left goes too; with `purge`, the configuration. */
function absent(
  ref: ReturnType<typeof pkg>,
  args: Args & { readonly purge: boolean; readonly isNamed: boolean },
  observed: HostView,
): Want {
  const how = { purge: args.purge, list: removal(args) }
  const remains = packageRemains(ref.id, args.purge)
  const isLeft = args.isNamed && see(observed, ref) === null && see(observed, remains) !== null
  return isLeft ? want(remains, null, { how }) : want(ref, null, { how })
}

/** Their removal as one word, as packageOffer has it. */
function removal({ name = [], purge }: { readonly name?: readonly string[] | undefined; readonly purge: boolean }) {
  return name
    .filter(isName)
    .map(one => `${one}${purge ? '_' : '-'}`)
    .join(' ')
}

/** A version with `*` in it is what is installed where that matches, else the candidate. Throws Refusal if that does not match. */
function versioned(ref: ReturnType<typeof pkg>, version: string | undefined, observed: HostView, how: Options): Want {
  if (!version?.includes('*'))
    return want(ref, { installed: true, ...(version === undefined ? {} : { version }) }, { how })
  const pattern = globToRegExp(version)
  const now = see(observed, ref)
  if (now?.version !== undefined && pattern.test(now.version)) return want(ref, { installed: true })
  const candidate = now?.candidate
  if (candidate && pattern.test(candidate)) return want(ref, { installed: true, version: candidate }, { how })
  if (now === null) return want(ref, { installed: true }, { how: { ...how, version } })
  // An earlier task installs it.
  if (now.version === undefined) return want(ref, { installed: true, version }, { how })
  throw new Refusal(`no version ${version} of ${ref.id} is available; the candidate is ${candidate ?? 'none'}`)
}

/** Which version is the latest is not known before new lists are there. Throws Refusal where apt does not say. */
function latest(now: PackageState | null, listsComeFirst: boolean): Partial<PackageState> {
  if (now?.silent) throw new Refusal('apt-cache reports nothing about an installed package', { hint: hintForSilence })
  const version = now?.candidate ?? undefined
  if (version === undefined) return { installed: true }
  return listsComeFirst ? { installed: true, latest: true } : { installed: true, version }
}

const hintForSilence =
  'Try `apt-cache policy PACKAGE` on the host: its lists may be damaged (`apt-get update` mends them).'

function refreshes({ update_cache, cache_valid_time }: Args): boolean {
  return update_cache ?? cache_valid_time !== undefined
}

/** Lists of packages matter only where something is to be installed: else a host that is right would fetch them each time. */
function cache(args: Args, observed: HostView): readonly Want[] {
  if (!refreshes(args)) return []
  const maxAge = args.cache_valid_time ?? 0
  const age = see(observed, aptCache)?.age ?? null
  if (age !== null && age < maxAge) return []
  const toInstall = packages(args).some(({ ref }) => see(observed, ref) === null)
  const needed = !args.name?.length || args.state === 'latest' || (args.state === 'present' && toInstall)
  return needed ? [want(aptCache, { fresh: true, maxAge } as object)] : []
}
