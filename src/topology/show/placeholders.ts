/** A host that nobody has asked yet: where its facts are needed, names of them stand in their place. */
import type { HostView } from '../../engine/module.ts'
import type { State } from '../../resources/kind.ts'
import type { ConfigFile, SynapseState } from '../../resources/synapse/index.ts'
import { typicalFacts } from '../model/facts.ts'

/** What is written depends on the version of Synapse in a few places: this one is taken. */
export const shownVersion = typicalFacts.version ?? ''

/** A vhost can only be shown by example: it is its owner's. */
const vhost = '<each nginx vhost that proxies to Synapse>'
const mainAddress = '<the address of the main process>'

/** `running`: all units are active; else none is. */
export function placeholderHost({ running }: { readonly running: boolean }): HostView {
  return {
    state: ({ kind }) => stateOf(kind, running),
    text: path => (path === vhost ? vhostText : null),
    mayExist: () => false,
    isMade: () => false,
  }
}

function stateOf(kind: string, running: boolean): State | null {
  if (kind === 'synapse') return synapse
  if (kind === 'nginx') return { user: '<the user of nginx>', includes: [], proxying: [vhost], defaultLog: false }
  if (kind === 'unit' && running) return { active: 'active' }
  return null
}

const listeners = `listeners:
  # <the listeners that the host has stay as they are; of them at least>
  - path: ${mainAddress}
    resources:
      - names: [client, federation]
`

const files: readonly ConfigFile[] = [
  {
    path: '<the configuration of the host>',
    keys: ['server_name', 'database', 'listeners'],
    texts: { server_name: 'server_name: <the name of the homeserver>\n', listeners },
    picks: { 'database.name': 'psycopg2' },
  },
]

const synapse: SynapseState = {
  user: "<the user of the host's Synapse>",
  otherUnits: [],
  group: '',
  supplementaryGroups: '',
  execStart: '',
  sandbox: [],
  logDirectory: '/var/log/matrix-synapse',
  logsRequests: true,
  error: null,
  fragment: '',
  python: "<the python of the host's Synapse>",
  configPaths: ["<each configuration path of the host's Synapse>"],
  workingDirectory: "<the working directory of the host's Synapse>",
  environmentFiles: ["<the environment files of the host's Synapse>"],
  environment: [],
  runtimeDirectory: '',
  protectSystem: 'no',
  version: shownVersion,
  logFile: null,
  files: JSON.stringify(files),
}

const vhostText = `# <everything else in it is left unchanged>
server {
    location <each that proxies to Synapse> {
        proxy_pass "http://unix:${mainAddress}";
    }
}
`
