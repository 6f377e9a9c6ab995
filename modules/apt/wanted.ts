/** Packages as they are to be, and what keeps them from it. */
import {
  globToRegExp,
  type HostView,
  type PackageState,
  packageOffer,
  packageRemains,
  type pkg,
  Refusal,
  see,
  type Want,
  want,
} from 'swk'
import { type Args, isName, listed, packages, wordFor } from './names.ts'

type Choices = {
  readonly install_recommends?: boolean | undefined
  readonly default_release?: string | undefined
  readonly allow_change_held_packages?: boolean | undefined
  readonly fail_on_autoremove?: boolean | undefined
  readonly allow_unauthenticated?: boolean | undefined
}

type Options = Readonly<Record<string, string | boolean>>

/** `newLists`: what apt makes of the names now is not what it makes of them with the lists that come first. */
export function optionsOf(args: Args & Choices, newLists: boolean): Options {
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

/** What keeps them from being installed or removed. */
export function offers(args: Args & Choices & { readonly only_upgrade: boolean; readonly purge: boolean }) {
  if (packages(args).length === 0) return []
  // What apt would say with these options is not asked.
  const isOther =
    args.default_release !== undefined ||
    args.allow_change_held_packages ||
    args.allow_unauthenticated ||
    args.only_upgrade
  return [
    packageOffer(),
    ...(args.state === 'absent' ? [packageOffer(removal(args))] : isOther ? [] : installations(args)),
  ]
}

/** One run of apt for all of them; what it says of each. */
function installations(args: Args) {
  const words = packages(args).map(one => wordFor(one, args))
  const [list] = listed(args)
  return list === undefined
    ? words.map(word => packageOffer(word))
    : [...words.map(word => packageOffer(word, list)), packageOffer(list)]
}

/** Of a package that is not installed, what an installation that broke off has left goes too; with `purge`, the configuration. */
export function absent(
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
export function versioned(
  ref: ReturnType<typeof pkg>,
  version: string | undefined,
  observed: HostView,
  how: Options,
): Want {
  if (!version?.includes('*'))
    return want(ref, { installed: true, ...(version === undefined ? {} : { version }) }, { how })
  const pattern = globToRegExp(version)
  const now = see(observed, ref)
  if (now?.version !== undefined && pattern.test(now.version)) return want(ref, { installed: true })
  const candidate = now?.candidate
  if (candidate && pattern.test(candidate)) return want(ref, { installed: true, version: candidate }, { how })
  if (now === null) return want(ref, { installed: true }, { how: { ...how, version } })
  if (isOpen(now)) return want(ref, { installed: true, latest: true }, { how })
  // An earlier task installs it.
  if (now.version === undefined) return want(ref, { installed: true, version }, { how })
  throw new Refusal(`no version ${version} of ${ref.id} is available; the candidate is ${candidate ?? 'none'}`)
}

/** An earlier task brings new lists. */
const isOpen = (now: PackageState | null): boolean => now?.latest !== undefined && now.candidate === undefined

/** Which version is the latest is not known before new lists are there. Throws Refusal where apt does not say. */
export function latest(now: PackageState | null, listsComeFirst: boolean): Partial<PackageState> {
  if (now?.silent) throw new Refusal('apt-cache reports nothing about an installed package', { hint: hintForSilence })
  if (isOpen(now)) return { installed: true, latest: true }
  const version = now?.candidate ?? undefined
  if (version === undefined) return { installed: true }
  return listsComeFirst ? { installed: true, latest: true } : { installed: true, version }
}

const hintForSilence =
  'Try `apt-cache policy PACKAGE` on the host: its lists may be damaged (`apt-get update` mends them).'
