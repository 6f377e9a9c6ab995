/** Debian packages. */
import { aptCache, args, defineModule, flag, integer, list, notYet, packageRemains, see, type Want, want, z } from 'swk'
import { archive, archiveWants, job, jobsOf, jobWants } from './apt/jobs.ts'
import { cache, refreshes } from './apt/lists.ts'
import { isName, matched, matching, packages, patterns, wordFor } from './apt/names.ts'
import { absent, latest, offers, optionsOf, versioned } from './apt/wanted.ts'

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
    const wanted = chosen.map((one): Want => {
      const { ref, version } = one
      const own = { ...how, asked: wordFor(one, args) }
      if (args.state === 'absent')
        return absent(ref, { ...args, isNamed: given.name?.includes(ref.id) === true }, observed)
      if (args.state === 'latest') return want(ref, latest(see(observed, ref), lists.length > 0), { how: own })
      return versioned(ref, version, observed, own)
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
