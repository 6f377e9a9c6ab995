/** Discovery: the workers that a Synapse has, whoever made them: their files, and the units that run them. Read only. */
import { dependsOnPaths, type Kind, refKey, type State } from '../kind.ts'
import { originalsFolder, workersScript } from './workers-probe.ts'
import { parseFaultyYaml } from './yaml.ts'

/** id: the folder of worker files. Always there. */
export type SynapseWorkersState = {
  /** JSON of {@link FoundWorker}[], sorted by name. */
  readonly workers: string
  /** JSON of string[]: units of swk's holding sockets of workers that run or are enabled. */
  readonly gates: string
  /** JSON of {@link WorkerFile}[]: what files of adopted workers were before swk wrote them. */
  readonly originals: string
}

export type WorkerFile = { readonly path: string; readonly text: string }

/** A worker as it is found: by its file, its unit, or both. */
export type FoundWorker = {
  /** `worker_name`; without one the name of the file, or the instance of the unit. */
  readonly name: string
  /** Its file; null: there is none. */
  readonly file: string | null
  /** True where its file, or without one the template of its unit, is swk's own. What is not is never removed. */
  readonly managed: boolean
  /** Its unit; null: none is known to systemd. */
  readonly unit: string | null
  readonly active: boolean
  readonly enabled: boolean
  /** The settings of the file that hold no secret, as they are written. */
  readonly text: string
  /** The names of its other settings. */
  readonly hidden?: readonly string[]
}

export const synapseWorkersKind: Kind = {
  name: 'synapse-workers',
  dependsOn: dependsOnPaths,
  probe: refs => workersScript(refs[0]?.id ?? ''),
  read(output, refs) {
    const state = readState(output.toString('utf8'))
    return new Map<string, State>(refs.map(ref => [refKey(ref), state]))
  },
}

type Unit = {
  readonly id: string
  readonly active: boolean
  readonly enabled: boolean
  readonly failed: boolean
  readonly argv: readonly string[]
  readonly managed: boolean
}
type File = {
  readonly path: string
  readonly text: string
  readonly hidden: readonly string[]
  readonly managed: boolean
}

function readState(output: string): SynapseWorkersState {
  const [head = '', tail = ''] = output.split(/^@files\n/m)
  const files = readFiles(tail)
  const kept = files.filter(({ path }) => path.startsWith(`${originalsFolder}/`))
  const originals = kept.map(({ path, text }): WorkerFile => ({ path: path.slice(originalsFolder.length), text }))
  const workers = workersOf(
    readUnits(head, isWorker),
    files.filter(file => !kept.includes(file)),
  )
  const gates = gatesOf(head)
  const gated = new Set(gates.map(unit => unit.replace(/^[^@]*@|\.\w+$/g, '')))
  for (const { name } of workers) gated.delete(name)
  const all = [...workers, ...[...gated].map(gatedWorker)].toSorted((a, b) => (a.name < b.name ? -1 : 1))
  return { workers: JSON.stringify(all), gates: JSON.stringify(gates), originals: JSON.stringify(originals) }
}

/** Units of holding sockets of workers: enabled by a link, or loaded and running or failed. */
function gatesOf(head: string): readonly string[] {
  const linked = [...head.matchAll(/^@gate (.+)$/gm)].map(([, unit = '']) => unit)
  const running = readUnits(head, isGate).filter(isThere)
  return [...new Set([...linked, ...running.map(({ id }) => id)])].toSorted()
}

const isGate = (_argv: string, id: string): boolean => id.startsWith('matrix-synapse-gate-w')

const isWorker = (argv: string, id: string): boolean =>
  /synapse(\.app\.(?!homeserver)|_worker)/.test(argv) || id.startsWith('matrix-synapse-worker@')

function workersOf(units: readonly Unit[], files: readonly File[]): readonly FoundWorker[] {
  const ofFiles = files.map(file => fileWorker(file, units))
  const claimed = new Set(ofFiles.map(({ unit }) => unit))
  const alone = units.filter(unit => !claimed.has(unit.id) && isThere(unit)).map(unitWorker)
  return [...ofFiles, ...alone]
}

/** A unit of a template exists in name alone as soon as somebody asks for it. */
const isThere = ({ active, enabled, failed }: Unit): boolean => active || enabled || failed

function readUnits(head: string, isAsked: (argv: string, id: string) => boolean): readonly Unit[] {
  const templates = [...head.matchAll(/^@template (.+)$/gm)].map(([, prefix = '']) => prefix)
  const units = head.split('\n\n').flatMap(block => {
    const property = (name: string): string => new RegExp(`^${name}=(.*)$`, 'm').exec(block)?.[1] ?? ''
    const id = property('Id')
    const argv = property('argv')
    if (!isAsked(argv, id)) return []
    const unit: Unit = {
      id,
      active: /^(active|activating|reloading)$/.test(property('ActiveState')),
      enabled: property('UnitFileState').startsWith('enabled'),
      failed: property('ActiveState') === 'failed',
      argv: argv.split(' ').map(word => word.replace(/^--config-\w+=/, '')),
      managed: templates.some(prefix => id.startsWith(prefix)),
    }
    return [[id, unit] as const]
  })
  return [...new Map(units).values()]
}

function readFiles(tail: string): readonly File[] {
  return tail
    .split(/^@file /m)
    .slice(1)
    .map(part => {
      const [path = '', ...lines] = part.split('\n')
      const tagged = (tag: string) => lines.filter(line => line.startsWith(tag)).map(line => line.slice(tag.length))
      const text = tagged('|').map(line => `${line}\n`)
      return { path, text: text.join(''), hidden: tagged('?'), managed: lines.includes('@managed') }
    })
    .filter(({ text }) => /^worker_(app|name)\s*:/m.test(text))
}

/** Of several units that name a file, the one that runs, then the one that is enabled, is its own. */
function fileWorker({ path, text, hidden, managed }: File, units: readonly Unit[]): FoundWorker {
  const own = units.filter(({ argv }) => argv.includes(path))
  const unit = own.find(({ active }) => active) ?? own.find(({ enabled }) => enabled) ?? own[0]
  return {
    ...{ name: nameOf(text) ?? stem(path), file: path, managed, unit: unit?.id ?? null },
    ...{ active: unit?.active ?? false, enabled: unit?.enabled ?? false, text, hidden },
  }
}

function unitWorker({ id, active, enabled, managed }: Unit): FoundWorker {
  const name = /@(.+)\.service$/.exec(id)?.[1] ?? id.replace(/\.service$/, '')
  return { name, file: null, managed, unit: id, active, enabled, text: '', hidden: [] }
}

/** Only its holding sockets are there. */
function gatedWorker(name: string): FoundWorker {
  return { name, file: null, managed: true, unit: null, active: false, enabled: false, text: '', hidden: [] }
}

function nameOf(text: string): string | undefined {
  try {
    const name = (parseFaultyYaml(text) as { worker_name?: unknown } | null)?.worker_name
    return typeof name === 'string' && name !== '' ? name : undefined
  } catch {
    return undefined
  }
}

const stem = (path: string): string => path.slice(path.lastIndexOf('/') + 1).replace(/\.\w+$/, '')
