/** What keeps packages from being installed: read ahead of the first change, and only for those that are not there. */
import { program } from '../../shell/program.ts'
import { readProgram } from '../../shell/program-file.ts'
import { lines, raw, sh } from '../../shell/sh.ts'
import type { Forbidden, Kind, Look, RefTo, ResourceChange, State, Want } from '../kind.ts'
import { refKey } from '../kind.ts'
import { askedAs, type Effects, readEffects, selectionOf, versionIn } from './effects.ts'

/**
 * id: NAME, NAME=VERSION or NAME=@latest, several of them (with a blank between) for a list, `NAME < LIST` for one of a list, NAME- or
 * NAME_ to be removed or purged, or empty for dpkg itself. `error`: why it cannot be installed; null: it can be, or it is there. `held`:
 * the package that dpkg holds, where that is the error.
 */
export type OfferState = {
  readonly error: string | null
  readonly held?: string
  readonly hint?: string
  readonly lockedBy?: string
} & Effects

/** What apt would say to the installation of a package, or of a list; without one, what state dpkg is in. `list`: with which others. */
export const packageOffer = (spec = '', list?: string): RefTo<OfferState> => ({
  kind: 'package-offer',
  id: list === undefined ? spec : `${spec} < ${list}`,
})

export const packageOfferKind: Kind = {
  name: 'package-offer',
  traits: ['early'],
  probe: refs =>
    lines(
      ...['look', 'offer'].map(name => sh`eval ${raw(program(readProgram(`resources/package/${name}.sh`)))}`),
      sh`swk_offer ${refs.map(({ id }) => id).filter(id => id !== '' && !id.includes(' < '))}`,
    ),
  read(output, refs) {
    const text = output.toString('utf8')
    return new Map(refs.map(ref => [refKey(ref), ref.id === '' ? readDpkg(text) : readOffered(ref.id, text)]))
  },
  follows: followOffer,
}

/** With new lists apt may well offer what it does not offer now; what is held from now on it does not install. */
function followOffer(change: ResourceChange, id: string, state: State | null): State | 'unknown' | undefined {
  if (change.want.kind === 'apt-cache') return id === '' ? undefined : { error: null }
  const selected = selectionOf(change)
  if (selected === undefined || state === null) return undefined
  const { held, error, ...rest } = state as OfferState
  if (!selected.isHeld) {
    if (held === selected.name) return { ...rest, error: null }
    return error?.includes(selected.name) === true ? 'unknown' : undefined
  }
  if (error !== null) return undefined
  if (namesIn(id).includes(selected.name)) return { ...rest, ...heldBack(selected.name) }
  // Whether apt can do without it (a recommended package) or refuses, only apt says.
  return versionIn(rest.installs, selected.name) === undefined ? undefined : 'unknown'
}

/** `NAME=VERSION < LIST` -> `NAME`; of a list, all its names. */
const namesIn = (id: string): readonly string[] =>
  id
    .replace(/ < .*/, '')
    .split(' ')
    .map(one => one.replace(/=.*/, ''))

const heldBack = (held: string) => ({ error: `${held} is held`, held })

/** What apt says to the installation that `want` asks for; nothing where its task fetches new lists, or of a removal. */
export function offersOf(want: Want): readonly RefTo<OfferState>[] {
  const spec = askedAs(want)
  if (want.state === null || want.how?.newLists === true) return []
  const list = typeof want.how?.list === 'string' ? want.how.list : undefined
  return list === undefined ? [packageOffer(spec)] : [packageOffer(spec, list), packageOffer(list)]
}

/** Why a package cannot be installed or removed, as far as dpkg and apt tell. */
export function forbidPackage({ want, before, after }: ResourceChange, look: Look): Forbidden | undefined {
  // What is taken back is offered with its source and with the packages that come back with it.
  const offers = want.how?.since === undefined ? offersOf(want) : []
  const found = [packageOffer(), ...offers].map(({ id }) => look(id, 'package-offer'))
  const mayChangeHeld = want.how?.held === true
  const problem = found.find(state => typeof state?.error === 'string' && !(mayChangeHeld && state.held !== undefined))
  if (problem) {
    const { error, hint } = problem
    // Ansible's words, which playbooks look for.
    const result = /^no package /.test(String(error)) ? { msg: `No package matching '${want.id}' is available` } : {}
    return { message: String(error), result, ...(hint ? { hint: String(hint) } : {}) }
  }
  if (before?.isHeld === true && !mayChangeHeld) return { message: heldBack(want.id).error }
  if (after !== null || typeof before?.provider !== 'string') return undefined
  return { message: `\`${want.id}\` is a virtual package; name the package to remove: ${before.provider}` }
}

/** What the operator should know of a change that waits for another program. */
export function warnOfLock(_change: ResourceChange, look: Look): string | undefined {
  const holder = look('', 'package-offer')?.lockedBy
  return typeof holder === 'string'
    ? `dpkg is locked by ${holder}; the play waits for it, two minutes at most`
    : undefined
}

function readDpkg(text: string): State {
  const [, pid, holder] = /^dpkg locked (\d+) (.*)$/m.exec(text) ?? []
  const locked = pid === undefined ? {} : { lockedBy: `${holder || 'a process'} (pid ${pid})` }
  const [, kind, name, file] = /^dpkg override (\w+) (\S+) (.*)$/m.exec(text) ?? []
  if (kind !== undefined)
    return {
      error: `dpkg refuses to work: its override of ${file} names the ${kind} ${name}, which does not exist`,
      hint: `Run \`dpkg-statoverride --remove ${file}\` on the host.`,
    }
  // Who holds the lock is in the middle of it.
  if (pid !== undefined || !/^dpkg interrupted$/m.test(text)) return { error: null, ...locked }
  return { error: 'dpkg was interrupted, and apt refuses to work', hint: 'Run `dpkg --configure -a` on the host.' }
}

function readOffer(spec: string, list: string, text: string): State {
  const part = text
    .split(/^of /m)
    .slice(1)
    .find(one => ['*', list].includes(one.slice(0, one.indexOf('\n'))))
  if (part === undefined) return readSpace(text)
  const said = [...part.matchAll(/^apt (.*)$/gm)].map(([, line = '']) => line)
  const own = readNamedError(spec, said)
  if (own !== undefined) return { error: own, hint: /^dpkg no-lists$/m.test(text) ? noLists : wrongName }
  // The error is about others of the same run.
  if (said.some(line => namedErrors.some(pattern => pattern.test(line)))) return { error: null }
  return readOtherError(spec, said)
}

/** No error: what keeps a removal from work is dpkg's. */
function readOffered(id: string, text: string): State {
  const [spec = '', list = spec] = id.split(' < ')
  return { ...(/[-_]$/.test(spec) ? { error: null } : readOffer(spec, list, text)), ...readEffects(id, text) }
}

const noLists = 'The host has no package lists; update them in an earlier task, or with `update_cache: true`.'
const wrongName = 'Check the name and the version; `update_cache: true` fetches newer package lists.'
const namedErrors = [
  /^E: Unable to locate package (?<name>\S+)$/,
  /^E: Version '(?<version>.*)' for '(?<name>\S+)' was not found$/,
  /^E: Package '(?<name>\S+)' has no installation candidate$/,
]

function readNamedError(spec: string, said: readonly string[]): string | undefined {
  const [name = '', version] = spec.split(/=(.*)/s)
  const plain = name.replace(/:.*/, '')
  const isOwn = (pattern: RegExp): boolean =>
    said.some(line => {
      const groups = pattern.exec(line)?.groups
      if (groups === undefined || ![name, plain].includes(groups.name ?? '')) return false
      return groups.version === undefined || groups.version === version
    })
  const [missing, wrong, empty] = namedErrors.map(isOwn)
  if (missing) return `no package \`${name}\` in the package lists of the host`
  if (wrong) return `no version ${version} of \`${name}\` in the package lists of the host`
  if (!empty) return undefined
  const providers = readProviders(plain, said)
  if (providers.length === 0) return `\`${name}\` is in no source of the host`
  return `\`${name}\` is a virtual package; expected one of ${providers.join(', ')}`
}

function readProviders(name: string, said: readonly string[]): readonly string[] {
  const at = said.indexOf(`Package ${name} is a virtual package provided by:`)
  if (at === -1) return []
  const rest = said.slice(at + 1)
  const end = rest.findIndex(line => !line.startsWith('  '))
  return rest.slice(0, end).map(line => line.trim().split(' ')[0] ?? '')
}

function readOtherError(spec: string, said: readonly string[]): State {
  const at = said.indexOf('The following packages have unmet dependencies:')
  const unmet = at === -1 ? [] : said.slice(at + 1).filter(line => line.startsWith(' '))
  const held = said[said.indexOf('The following held packages will be changed:') + 1]
  if (said.some(line => line.startsWith('E: Held packages were changed'))) return heldBack(held?.trim() ?? '')
  const errors = said.filter(line => line.startsWith('E: ')).map(line => line.slice(3))
  const reasons = unmet.length > 0 ? unmet.map(line => line.trim()) : errors
  return { error: `apt cannot install ${spec}: ${reasons.join('; ') || said.at(-1) || 'it gives no reason'}` }
}

/** Of all that is to be installed together. */
function readSpace(text: string): State {
  const [archives, unpacked] = [...text.matchAll(/^free (\d+) (\d+)$/gm)].map(([, a, b]) => Number(a) * Number(b))
  const toFetch = readSize(/^size Need to get (?:\S+ \w+\/)?([\d.,]+) (\w+)/m.exec(text))
  const toUse = readSize(/^size After this operation, ([\d.,]+) (\w+) of additional/m.exec(text))
  const lacks = (directory: string, need: number, free: number): State => ({
    error: `no space left for the packages: ${directory} has ${toMegabytes(free)} MB, they need ${toMegabytes(need)} MB`,
  })
  if (archives !== undefined && toFetch > archives) return lacks('/var/cache/apt/archives', toFetch, archives)
  if (unpacked !== undefined && toUse > unpacked) return lacks('/usr', toUse, unpacked)
  return { error: null }
}

const units: Readonly<Record<string, number>> = { B: 1, kB: 1e3, MB: 1e6, GB: 1e9 }
const readSize = (match: RegExpExecArray | null): number =>
  match === null ? 0 : Number((match[1] ?? '0').replaceAll(',', '')) * (units[match[2] ?? ''] ?? 1)
const toMegabytes = (bytes: number): string => (bytes / 1e6).toFixed(1)
