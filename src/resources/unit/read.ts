/** The answer of the units' probe -> their states. */
import { type Ref, refKey, type State } from '../kind.ts'
import { changingCommands } from './commands.ts'
import { readUnitText } from './file-text.ts'
import { isTemplate, templateOf } from './probe.ts'
import { startRecordPath } from './start-record.ts'

type Found = {
  /** Unit files and drop-ins on disk, those of every unit asked for. */
  readonly onDisk: readonly string[]
  readonly gone: ReadonlySet<string>
  /** Links to /dev/null and files without a byte: masks. */
  readonly empty: ReadonlySet<string>
  /** Unit files without [Install]. */
  readonly bare: ReadonlySet<string>
  /** Units that a link enables. */
  readonly linked: ReadonlySet<string>
  /** What masked units are once their masks are taken away. */
  readonly behind: ReadonlyMap<string, string>
  /** By the files on disk, where systemd has not loaded them: whether it is enabled, and how it runs. */
  readonly enabled: ReadonlyMap<string, string>
  readonly texts: ReadonlyMap<string, string>
  readonly gids: ReadonlyMap<string, readonly number[]>
  readonly configs: ReadonlyMap<string, string | null>
  readonly replaced: ReadonlyMap<string, readonly string[]>
}

export function readUnits(output: Buffer, refs: readonly Ref[]): ReadonlyMap<string, State | null> {
  const text = output.toString('utf8')
  const blocks = text.split('\n\n').filter(block => /^LoadState=/m.test(block))
  const found: Found = {
    onDisk: all(text, /^file (.+)$/gm).map(([, path = '']) => path),
    behind: new Map(all(text, /^behind (\S+) (\S+)$/gm).map(([, unit = '', state = '']) => [unit, state])),
    gone: new Set(all(text, /^gone (.+)$/gm).map(([, path = '']) => path)),
    empty: new Set(all(text, /^empty (.+)$/gm).map(([, path = '']) => path)),
    bare: new Set(all(text, /^bare (.+)$/gm).map(([, path = '']) => path)),
    linked: new Set(all(text, /^linked (\S+)$/gm).map(([, unit = '']) => unit)),
    enabled: new Map(all(text, /^enabled (\S+) (\S+)$/gm).map(([, unit = '', state = '']) => [unit, state])),
    texts: textsOf(text),
    gids: gidsOf(text),
    configs: configsOf(text),
    replaced: replacedOf(text),
  }
  let next = 0
  return new Map(
    refs.map(ref => [
      refKey(ref),
      isTemplate(ref.id) ? template(ref.id, found) : stateOf(ref.id, blocks[next++] ?? '', found),
    ]),
  )
}

function stateOf(id: string, block: string, found: Found): State | null {
  const property = (name: string): string => new RegExp(`^${name}=(.*)$`, 'm').exec(block)?.[1] ?? ''
  const loaded = property('LoadState')
  if (loaded === 'not-found' || loaded === '') return null
  const pid = property('MainPID') || '0'
  const fragment = property('FragmentPath')
  const dropIns = property('DropInPaths').split(' ').filter(Boolean)
  const hasOther = found.onDisk.some(path => path !== fragment && baseName(path) === baseName(fragment))
  const enabled = found.enabled.get(id) ?? property('UnitFileState')
  // systemd keeps a mask in mind whose link was removed, or replaced by a file, until it reloads.
  const isThere = hasOther || !found.gone.has(fragment)
  const load = loaded === 'masked' && isThere && !found.empty.has(fragment) ? 'loaded' : loaded
  return {
    load,
    active: property('ActiveState'),
    sub: property('SubState'),
    enabled,
    fragment,
    dropIns,
    needReload:
      load !== loaded ||
      property('NeedDaemonReload') === 'yes' ||
      (load !== 'masked' && isStale(id, fragment, dropIns, found)),
    mainPid: Number(pid),
    restarts: Number(property('NRestarts') || 0),
    config: isRecorded(property('ActiveState'), dropIns) ? (found.configs.get(id) ?? null) : null,
    gids: found.gids.get(pid) ?? [],
    replaced: found.replaced.get(pid) ?? [],
    ...(load === 'masked' && found.behind.has(id) ? { behindMask: found.behind.get(id) } : {}),
    ...(enabled === 'enabled' && found.bare.has(fragment) ? { isBare: true } : {}),
    ...(hasOther ? { hasOther } : found.gone.has(fragment) ? { isGone: true, isLinked: found.linked.has(id) } : {}),
    ...(found.texts.has(id) ? readUnitText(found.texts.get(id) ?? '') : runOf(block, property)),
  }
}

/** How it runs, by what systemd has loaded. */
function runOf(block: string, property: (name: string) => string): State {
  const exec = all(block, /^Exec\w+=.*$/gm).map(([line]) => line)
  const commands = changingCommands(property('Type'), exec)
  return {
    ...(property('Type') === 'oneshot' && property('RemainAfterExit') === 'no' ? { ends: true } : {}),
    ...(property('CanReload') === 'no' ? { reloads: false } : {}),
    ...(commands.length > 0 ? { commands } : {}),
  }
}

/** Without the drop-in that writes it, a start record is of an earlier process. */
const isRecorded = (active: string, dropIns: readonly string[]): boolean =>
  active !== 'inactive' && dropIns.some(path => path.endsWith('-swk-restarts-on.conf'))

/** Whether systemd must reload although `NeedDaemonReload` is no: see docs/protocol.md 7. */
function isStale(id: string, fragment: string, dropIns: readonly string[], { onDisk, gone }: Found): boolean {
  if (gone.has(fragment) || dropIns.some(path => gone.has(path))) return true
  const names = [...new Set([id, templateOf(id)])]
  const isOurs = (path: string) => names.some(name => path.includes(`/${name}.d/`))
  const hidden = (path: string) => dropIns.some(other => other !== path && baseName(other) === baseName(path))
  if (onDisk.some(path => isOurs(path) && !dropIns.includes(path) && !hidden(path))) return true
  const own = `/etc/systemd/system/${id}`
  return fragment !== own && fragment !== '' && onDisk.includes(own)
}

/** A template can be enabled or not, and its files be there or not: it never runs itself. */
function template(id: string, { onDisk }: Found): State | null {
  const fragment = onDisk.find(path => baseName(path) === id)
  if (fragment === undefined) return null
  const dropIns = onDisk.filter(path => path.includes(`/${id}.d/`))
  const none = { mainPid: 0, restarts: 0, config: null, gids: [], replaced: [] }
  return {
    load: 'loaded',
    active: 'inactive',
    sub: 'dead',
    enabled: 'disabled',
    fragment,
    dropIns,
    needReload: false,
    ...none,
  }
}

/** Of services: other units have no commands. */
function textsOf(text: string): ReadonlyMap<string, string> {
  const lines = all(text, /^text (\S+\.service) (.*)$/gm)
  const units = Map.groupBy(lines, ([, unit = '']) => unit)
  return new Map([...units].map(([unit, some]) => [unit, some.map(([, , line]) => line).join('\n')]))
}

/** The primary group (effective) and the supplementary ones of each process. */
function gidsOf(text: string): ReadonlyMap<string, readonly number[]> {
  const gids = new Map<string, readonly number[]>()
  for (const [, pid = '', key, values = ''] of all(text, /^\/proc\/(\d+)\/status:(Gid|Groups):(.*)$/gm)) {
    const numbers = values.trim().split(/\s+/).filter(Boolean).map(Number)
    const more = key === 'Gid' ? numbers.slice(1, 2) : numbers
    gids.set(
      pid,
      [...new Set([...(gids.get(pid) ?? []), ...more])].sort((a, b) => a - b),
    )
  }
  return gids
}

/** Lines of the notes, each behind the name of its unit. */
function configsOf(text: string): ReadonlyMap<string, string | null> {
  const noted = all(text, /^([^/\s:]+):(#.*|[0-9a-f]{64}(?: .*)?)$/gm)
  const units = Map.groupBy(noted, ([, unit = '']) => unit)
  return new Map([...units].map(([unit, found]) => [unit, startRecordPath(found.map(([, , line = '']) => line))]))
}

/** Libraries that a process runs on and that an upgrade has taken from under it. */
function replacedOf(text: string): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, readonly string[]>()
  for (const [, pid = '', path = ''] of all(text, /^\/proc\/(\d+)\/maps:(\/.*) \(deleted\)$/gm))
    found.set(pid, [...(found.get(pid) ?? []), path])
  return found
}

const baseName = (path: string): string => path.slice(path.lastIndexOf('/') + 1)
const all = (text: string, pattern: RegExp): readonly RegExpExecArray[] => [...text.matchAll(pattern)]
