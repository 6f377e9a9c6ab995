/** What a run of apt does besides what it is told: packages that come or go with others, and files that go or change with them. */
import type { Look, ResourceChange, State, Want } from '../kind.ts'
import { specOf } from '../managed/spec.ts'

/** Part of what apt makes of a run (`package-offer`); absent where it was not asked. */
export type Effects = {
  /** `NAME VERSION` of all that is installed or replaced. */
  readonly installs?: readonly string[]
  readonly removes?: readonly string[]
  /** `NAME VERSION`: the candidates of what is installed. */
  readonly candidates?: readonly string[]
  /** Of those removed, which leave configuration. */
  readonly keeps?: readonly string[]
  readonly removedPaths?: readonly string[]
  /** Files of packages of which another version comes. */
  readonly replacedPaths?: readonly string[]
}

export function readEffects(spec: string, text: string): Effects {
  const part = text
    .split(/^does /m)
    .slice(1)
    .find(one => one.startsWith(`${spec}\n`))
  if (part === undefined) return {}
  const all = (pattern: RegExp): readonly string[] => [...part.matchAll(pattern)].map(([, ...words]) => words.join(' '))
  return {
    installs: all(/^Inst (\S+) (?:\[.*?\] )?\((\S+) /gm),
    removes: all(/^(?:Remv|Purg) (\S+) /gm),
    candidates: all(/^candidate (\S+) (\S+)$/gm),
    keeps: all(/^keeps (\S+)$/gm),
    removedPaths: all(/^removed (.+)$/gm).flatMap(merged),
    replacedPaths: all(/^replaced (.+)$/gm).flatMap(merged),
  }
}

/** Packages and systemd name what lies in /usr also by its former path. */
function merged(path: string): readonly string[] {
  const [, inRoot] = /^(?:\/usr)?(\/(?:lib|bin|sbin|lib64)\/.*)$/.exec(path) ?? []
  return inRoot === undefined ? [path] : [inRoot, `/usr${inRoot}`]
}

/** `NAME`, or `NAME=VERSION` if a version is wanted: what apt installs. */
export function withVersion({ id, state, how }: Want): string {
  const version = state?.version ?? how?.version
  return version === undefined ? id : `${id}=${version}`
}

/** The word with which apt was queried about the package. */
export const askedAs = (want: Want): string => String(want.how?.asked ?? withVersion(want))

/** What the run of apt does that makes this change; undefined if it is not known. */
export function effectsOf({ want }: ResourceChange, look: Look): Effects | undefined {
  if (want.kind !== 'package') return undefined
  const offer = look(String(want.how?.list ?? askedAs(want)), 'package-offer')
  return offer?.installs === undefined ? undefined : (offer as Effects)
}

/**
 * Package `id` after the run that makes the change; undefined if it stays as it is. A run is looked at as the host is before the play, so
 * that what earlier tasks brought or removed may come or go with it.
 */
export function followPackage(change: ResourceChange, id: string, state: State | null, look: Look) {
  if (change.want.kind === 'managed') return followSelection(change, id, state)
  if (change.want.kind === 'apt-cache') return withoutCandidate(state)
  if (change.want.kind !== 'package') return undefined
  const effects = effectsOf(change, look)
  if (effects?.removes?.includes(id)) return state === null ? undefined : null
  const version = versionIn(effects?.installs, id)
  if (version !== undefined) {
    // An earlier task installs another version, which may satisfy this run.
    const isChosen =
      state !== null && look(id, 'package') === null && ![undefined, version].includes(state.version as string)
    if (isChosen && id !== change.want.id) return 'unknown'
    const candidate = versionIn(effects?.candidates, id) ?? null
    return { ...state, installed: true, version, candidate, latest: candidate === version }
  }
  if (id === change.want.id)
    return state === null || state.version !== undefined ? undefined : { ...state, unsure: ['version', 'latest'] }
  return mayFollow(change, state, look(id, 'package')) ? 'unknown' : undefined
}

/** New lists may have another version of what is installed. */
function withoutCandidate(state: State | null): State | undefined {
  if (state?.latest === undefined) return undefined
  const { candidate: _, ...rest } = state
  return { ...rest, unsure: ['latest'] }
}

/** What dpkg shall do with it (`dpkg_selections`). */
function followSelection(change: ResourceChange, id: string, state: State | null): State | undefined {
  const selected = selectionOf(change)
  return selected?.name !== id || state === null ? undefined : { ...state, isHeld: selected.isHeld }
}

/** Of which package a change says whether dpkg holds it. */
export function selectionOf({ want }: ResourceChange): { readonly name: string; readonly isHeld: boolean } | undefined {
  if (want.kind !== 'managed') return undefined
  const { program, args } = specOf(want.id)
  return program === 'selection' ? { name: args[0] ?? '', isHeld: want.state?.selection === 'hold' } : undefined
}

/** Whether it is not as it was read, and the run may turn that. */
export function mayFollow({ after }: ResourceChange, state: State | null, read: State | null | undefined): boolean {
  if (read === undefined || (read === null) === (state === null)) return false
  return (after === null) === (state !== null)
}

/** The version of package `name` among `NAME VERSION`. */
export function versionIn(pairs: readonly string[] | undefined, name: string): string | undefined {
  return pairs?.find(pair => pair.startsWith(`${name} `))?.slice(name.length + 1)
}

/** Path `id` after the run: packages that go take their files with them, and one that is replaced may bring others. */
export function followPathOfPackage(change: ResourceChange, id: string, state: State | null, look: Look) {
  const effects = effectsOf(change, look)
  if (state !== null && effects?.removedPaths?.includes(id)) return null
  if (state !== null && effects?.replacedPaths?.includes(id)) return 'unknown'
  // apt was not queried about it, for example because of `only_upgrade` or another release.
  const isReplaced = change.want.kind === 'package' && change.before !== null && change.after !== null
  if (isReplaced && effects === undefined && state !== null && isOfPackages(id)) return 'unknown'
  // What is purged came with an earlier task: which files are its configuration is not known. A rollback removes what an earlier run brought.
  const { purge, since } = change.want.how ?? {}
  const isPurged = change.after === null && purge === true && since === undefined
  const came = isPurged && effects?.removes?.includes(change.want.id) !== true
  if (came && state !== null && id.startsWith('/etc/')) return 'unknown'
  return isOfPackages(id) && mayFollow(change, state, look(id, 'path')) ? 'unknown' : undefined
}

const isOfPackages = (path: string): boolean => /^\/(bin|etc|lib|opt|sbin|usr|var)\//.test(path)

/** Unit `id` after the run: whether one whose file goes is stopped is for the scripts of its package. */
export function followUnitOfPackage(change: ResourceChange, id: string, state: State | null, look: Look) {
  const isRemoved = effectsOf(change, look)?.removedPaths?.includes(String(state?.fragment))
  return isRemoved || mayFollow(change, state, look(id, 'unit')) ? 'unknown' : undefined
}
