/** Debian packages, as dpkg has them. */
import { program } from '../../shell/program.ts'
import { readProgram } from '../../shell/program-file.ts'
import { lines, raw, type Sh, sh } from '../../shell/sh.ts'
import { aptGet, packagesChanged } from '../apt.ts'
import type { RefTo } from '../kind.ts'
import { affectsAnything, type Kind, type Ref, type ResourceChange, refKey, type State, type Step } from '../kind.ts'
import { contentsOf } from './contents.ts'
import { followPackage, withVersion } from './effects.ts'
import { forbidPackage, offersOf, warnOfLock } from './offer.ts'
import { installOptions } from './options.ts'
import { takeBackPackages, undoOtherPackages, undoPackage } from './undo.ts'

/** id: package name. Absent (null): not installed. */
export type PackageState = {
  readonly installed: true
  readonly version: string /** Only when asked for. */
  readonly candidate?: string | null
  /** With the candidate: it is what is installed, or no source has the package. */
  readonly latest?: boolean
  /** With the candidate: apt said nothing of a package that is installed. */
  readonly silent?: true
  /** The name is virtual, and this package provides it. */
  readonly provider?: string
  /** dpkg keeps it as it is. */
  readonly isHeld?: boolean
}

/** A Debian package. `content`: with its candidate version, which takes the host up to a second. */
export const pkg = (name: string, need: 'meta' | 'content' = 'meta'): RefTo<PackageState> => ({
  kind: 'package',
  id: name,
  need,
})

export const packageKind: Kind = {
  name: 'package',
  traits: ['opaque', 'rootOnly'],
  hidden: ['archived', 'candidate', 'latest', 'provider', 'isHeld'],
  affects: affectsAnything,
  probe(refs) {
    const candidates = refs.filter(ref => ref.need === 'content').map(ref => ref.id)
    return lines(
      load('probe'),
      sh`swk_installed ${refs.map(ref => ref.id)}`,
      ...(candidates.length > 0 ? [load('look'), sh`swk_look apt-cache policy -- ${candidates}`] : []),
      ...(candidates.length > 0 ? [sh`printf '\n%s\n' "$swk_text"`] : []),
    )
  },
  read(output, refs) {
    const [installed = '', policy = ''] = output.toString('utf8').split(/^$/m)
    const versions = readInstalled(installed)
    const candidates = readCandidates(policy)
    const archived = readArchived(policy)
    return new Map(refs.map(ref => [refKey(ref), stateOf(ref, versions, candidates, archived)]))
  },
  isWhole: state => 'candidate' in state || 'provider' in state,
  describe,
  contents: contentsOf,
  follows: followPackage,
  followedLater: true,
  requires: offersOf,
  forbid: forbidPackage,
  warn: warnOfLock,
  write: (before, after, want) => writePackages([{ before, after, want }]),
  writeMany: writePackages,
  undo: undoPackage,
  undoOthers: undoOtherPackages,
}

function describe({ before, after, want }: ResourceChange): string {
  if (after === null) return `${want.how?.purge === true ? 'purge' : 'remove'} ${want.id}`
  const wanted = want.state?.version ?? want.how?.version ?? before?.candidate
  const version = wanted === undefined || wanted === null ? '' : ` ${wanted}`
  return before === null
    ? `install ${want.id}${version}`
    : `replace ${want.id} ${before.version} with${version || ' the latest version'}`
}

/** Defines the function of a program next to this file. */
const load = (name: string): Sh => sh`eval ${raw(program(readProgram(`resources/package/${name}.sh`)))}`

function stateOf(
  ref: Ref,
  versions: ReadonlyMap<string, Installed>,
  candidates: ReadonlyMap<string, string>,
  archived: ReadonlySet<string>,
): State | null {
  const found = versions.get(ref.id)
  if (found === undefined) return null
  const { version, isHeld } = found
  const held = isHeld === true ? { isHeld } : {}
  if (ref.need !== 'content' || found.provider !== undefined) return { installed: true, ...found }
  const known = candidates.get(ref.id)
  if (known === undefined) return { installed: true, version, candidate: null, latest: false, silent: true, ...held }
  const candidate = known === '(none)' ? null : known
  return {
    ...{ installed: true, version, candidate, latest: candidate === null || candidate === version },
    archived: archived.has(ref.id),
    ...held,
  }
}

type Installed = { readonly version: string; readonly provider?: string; readonly isHeld?: true }

/** A package whose triggers are awaited works; one that is only unpacked or half configured does not. */
function readInstalled(text: string): ReadonlyMap<string, Installed> {
  const versions = new Map<string, Installed>()
  for (const line of text.split('\n')) {
    const [name = '', architecture = '', status = '', version = '', wanted] = line.split('\t')
    if (name === 'provides' && !versions.has(architecture)) versions.set(architecture, { version, provider: status })
    if (!['installed', 'triggers-awaited', 'triggers-pending'].includes(status)) continue
    const state = { version, ...(wanted === 'hold' ? { isHeld: true as const } : {}) }
    if (!versions.has(name)) versions.set(name, state)
    versions.set(`${name}:${architecture}`, state)
  }
  return versions
}

function readCandidates(text: string): ReadonlyMap<string, string> {
  const found = text.matchAll(/^(\S+):\n {2}Installed: .*\n {2}Candidate: (.*)$/gm)
  return new Map([...found].map(([, name = '', version = '']) => [name, version]))
}

/** Packages whose installed version (`***`) has a source other than dpkg's own status. */
function readArchived(text: string): ReadonlySet<string> {
  const blocks = text.split(/^(?=\S+:\n)/m)
  const found = blocks.filter(block =>
    / \*\*\* .*\n(?: {8,}.*\n)*? {8,} *\d+ (?!\/var\/lib\/dpkg\/status)\S/.test(block),
  )
  return new Set(found.map(block => block.slice(0, block.indexOf(':\n'))))
}

/** One apt run for all of one way: dependencies are solved together, and triggers run once. */
function writePackages(changes: readonly ResourceChange[]): readonly Step[] {
  const since = changes[0]?.want.how?.since
  if (typeof since === 'string') {
    const ids = changes.map(({ want }) => want.id)
    const script = takeBackPackages(since, ids, aptGet)
    return [step(`take back the packages ${ids.join(', ')}`, script)]
  }
  const ways = Map.groupBy(changes, ({ after, want }) =>
    after === null ? (want.how?.purge === true ? 'purge' : 'remove') : ['install', ...installOptions(want)].join(' '),
  )
  return [...ways].map(([way, some]) => {
    const names = some.map(({ after, want }) => (after === null ? want.id : withVersion(want)))
    return step(`apt-get ${way.split(' ')[0]} ${names.join(' ')}`, script(way, names))
  })
}

const step = (name: string, script: Sh): Step => ({ name, script, timeout: 1800, long: true, part: packagesChanged })

function script(way: string, names: readonly string[]): Sh {
  if (way === 'remove' || way === 'purge') return aptGet(sh`${way} -- ${names}`)
  return aptGet(sh`--allow-downgrades ${way.split(' ').slice(1)} install -- ${names}`)
}
