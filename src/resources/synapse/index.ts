/**
 * Discovery: a Synapse that is installed and how it is configured. Read only. One fragment finds the unit, from it the
 * interpreter and the configuration files, and in those the settings that a topology builds on.
 */
import { dependsOnPaths, type Kind, type Ref, refKey, type State } from '../kind.ts'
import { probeScript } from './probe.ts'

/** id: unit of the main process. null: systemd knows no such unit, and none of another name that runs Synapse. */
export type SynapseState = {
  /** Units of other names that run Synapse's main process, where this one does not exist; all else is empty then. */
  readonly otherUnits: readonly string[]
  readonly user: string
  /** As the unit says; empty: the user's own. */
  readonly group: string
  readonly supplementaryGroups: string
  readonly fragment: string
  readonly workingDirectory: string
  /** Empty: `execStart` does not say which interpreter runs Synapse. */
  readonly python: string
  /** The command line of the unit. */
  readonly execStart: string
  /** As in ExecStart: files and folders. */
  readonly configPaths: readonly string[]
  /** With systemd's `-` where a missing file is no error. */
  readonly environmentFiles: readonly string[]
  /** Variables of the interpreter, of malloc and SYNAPSE_*; others may be secrets. */
  readonly environment: readonly string[]
  /** As the unit and its drop-ins say, without swk's own. */
  readonly runtimeDirectory: string
  readonly protectSystem: string
  /** `Key=value` of other settings that can keep a process from files. */
  readonly sandbox: readonly string[]
  /** Of the installed package, not of the running process: "1.163.2". */
  readonly version: string | null
  /** Where main's log configuration writes to; null: not to a file. */
  readonly logFile: string | null
  /** Where workers of main's user can create their logs; null: nowhere. */
  readonly logDirectory: string | null
  /** Whether main's log has a line for each request. */
  readonly logsRequests: boolean
  /** Why the configuration could not be read (`homeserver.yaml:3: ...`); null: it could. */
  readonly error: string | null
  /** JSON of {@link ConfigFile}[], in the order in which Synapse reads them. */
  readonly files: string
}

/** One configuration file: the names of all its top-level keys, and the text of those that are no secret. */
export type ConfigFile = {
  readonly path: string
  readonly keys: readonly string[]
  readonly texts: Readonly<Record<string, string>>
  /** `database.cp_max` -> text */
  readonly picks: Readonly<Record<string, string>>
  /** Where each key stands; of several places, the last counts. */
  readonly lines?: Readonly<Record<string, readonly number[]>>
}

export const synapseKind: Kind = {
  name: 'synapse',
  providedByPackages: true,
  dependsOn: dependsOnPaths,
  probe: refs => probeScript(refs.map(ref => ref.id)),
  read(output, refs) {
    const states = new Map<string, State | null>(refs.map(ref => [refKey(ref), null]))
    for (const part of output
      .toString('utf8')
      .split(/^@unit /m)
      .slice(1)) {
      const end = part.indexOf('\n')
      states.set(keyOf(part.slice(0, end)), readUnit(part.slice(end + 1).split('\n')))
    }
    return states
  },
}

const keyOf = (id: string): string => refKey({ kind: 'synapse', id } satisfies Ref)

function readUnit(lines: readonly string[]): State | null {
  const all = (tag: string) => lines.filter(line => line.startsWith(`@${tag} `)).map(line => line.slice(tag.length + 2))
  const one = (tag: string) => all(tag)[0] ?? ''
  const isLoaded = one('LoadState') === 'loaded'
  if (!isLoaded && all('other').length === 0) return null
  const settings = isLoaded && one('python') !== '' ? readSettings(one('settings')) : noSettings
  const state: SynapseState = {
    otherUnits: isLoaded ? [] : all('other'),
    user: one('User') || 'root',
    group: one('Group'),
    supplementaryGroups: one('SupplementaryGroups'),
    fragment: one('FragmentPath'),
    workingDirectory: one('WorkingDirectory').replace(/^!/, '-'),
    python: one('python'),
    execStart: one('ExecStart'),
    configPaths: all('config'),
    environmentFiles: all('EnvironmentFiles').map(asEnvironmentFile),
    environment: all('Environment'),
    runtimeDirectory: mergeList(all('RuntimeDirectory')),
    protectSystem: one('ProtectSystem'),
    sandbox: all('sandbox').filter(line => line !== 'DynamicUser=no'),
    version: one('version').match(/^\d+(\.\d+)*/)?.[0] ?? null,
    logFile: settings.log.file,
    logDirectory: settings.log.directory,
    logsRequests: settings.log.requests,
    error: settings.error ?? null,
    files: JSON.stringify(settings.files),
  }
  return state
}

/** An empty assignment resets the list, as systemd has it. */
function mergeList(values: readonly string[]): string {
  return values.slice(values.lastIndexOf('') + 1).join(' ')
}

/** What config.py prints. */
type Settings = {
  readonly files: readonly ConfigFile[]
  readonly log: { readonly file: string | null; readonly directory: string | null; readonly requests: boolean }
  readonly error?: string
}

const noSettings: Settings = { files: [], log: { file: null, directory: null, requests: true } }

function readSettings(line: string): Settings {
  try {
    return { ...noSettings, ...(JSON.parse(line) as Partial<Settings>) }
  } catch {
    return { ...noSettings, error: line || 'its interpreter printed nothing' }
  }
}

/** `/etc/default/x (ignore_errors=yes)` -> `-/etc/default/x` */
function asEnvironmentFile(shown: string): string {
  const [, file, ignore] = shown.match(/^(.*) \(ignore_errors=(yes|no)\)$/) ?? ['', shown, 'no']
  return `${ignore === 'yes' ? '-' : ''}${file}`
}
