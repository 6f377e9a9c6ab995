/**
 * Discovery: a Synapse that is installed and how it is configured. Read only. One fragment finds the unit, from it the
 * interpreter and the configuration files, and in those the settings that a topology builds on.
 */
import { dependsOnPaths, type Kind, type Ref, refKey, type State } from '../kind.ts'
import { probeScript } from './probe.ts'

/** id: unit of the main process. null: systemd knows no such unit. */
export type SynapseState = {
  readonly user: string
  readonly fragment: string
  readonly workingDirectory: string
  readonly python: string
  /** As in ExecStart: files and folders. */
  readonly configPaths: readonly string[]
  /** With systemd's `-` where a missing file is no error. */
  readonly environmentFiles: readonly string[]
  /** Variables of the interpreter, of malloc and SYNAPSE_*; others may be secrets. */
  readonly environment: readonly string[]
  /** As the unit file says, whatever drop-ins say. */
  readonly runtimeDirectory: string
  readonly protectSystem: string
  /** Of the installed package, not of the running process: "1.163.2". */
  readonly version: string | null
  /** Where main's log configuration writes to; null: not to a file. */
  readonly logFile: string | null
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
  if (one('LoadState') !== 'loaded') return null
  const state: SynapseState = {
    user: one('User') || 'root',
    fragment: one('FragmentPath'),
    workingDirectory: one('WorkingDirectory'),
    python: one('python'),
    configPaths: all('config'),
    environmentFiles: all('EnvironmentFiles').map(asEnvironmentFile),
    environment: all('Environment'),
    runtimeDirectory: all('RuntimeDirectory').join(' '),
    protectSystem: one('ProtectSystem'),
    version: one('version').match(/^\d+(\.\d+)*/)?.[0] ?? null,
    logFile: one('log') || null,
    files: JSON.stringify(readFiles(lines)),
  }
  return state
}

/** `/etc/default/x (ignore_errors=yes)` -> `-/etc/default/x` */
function asEnvironmentFile(shown: string): string {
  const [, file, ignore] = shown.match(/^(.*) \(ignore_errors=(yes|no)\)$/) ?? ['', shown, 'no']
  return `${ignore === 'yes' ? '-' : ''}${file}`
}

function readFiles(lines: readonly string[]): readonly ConfigFile[] {
  type Draft = { path: string; keys: string[]; texts: Record<string, string>; picks: Record<string, string> }
  const files: Draft[] = []
  for (const line of lines) {
    const file = files.at(-1)
    const key = file?.keys.at(-1)
    if (line.startsWith('@file ')) files.push({ path: line.slice(6), keys: [], texts: {}, picks: {} })
    else if (line.startsWith('@key ')) file?.keys.push(line.slice(5))
    else if (line.startsWith('@pick ') && file !== undefined) {
      const [name = '', value = ''] = line.slice(6).split(' ')
      file.picks[name] = value.replace(/^["']|["']$/g, '')
    } else if (line.startsWith('|') && file !== undefined && key !== undefined) {
      file.texts[key] = `${file.texts[key] ?? ''}${line.slice(1)}\n`
    }
  }
  return files
}
