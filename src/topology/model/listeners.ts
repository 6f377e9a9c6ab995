/**
 * Main's `listeners`: all that the host has are kept as they are written; the replication socket is added, media taken off, and what
 * somebody opened for replication by another way: whoever reaches that is let in.
 */
import { type Document, isMap, isScalar, isSeq, type YAMLMap, type YAMLSeq } from 'yaml'
import { Refusal } from '../../engine/module.ts'
import { parseYamlDocument } from '../../resources/synapse/yaml.ts'
import { mainReplication } from './paths.ts'

export type Listener = {
  readonly port?: number
  readonly path?: string
  readonly bind_addresses?: readonly string[]
  readonly bind_address?: string
  readonly tls?: boolean
  readonly type?: string
  readonly resources?: readonly { readonly names?: readonly string[] | string }[]
}

/** `text`: the setting as it stands in its file. Editing what this returns gives the same again. */
export function withReplication(text: string, { media }: { readonly media: boolean }): string {
  const known = edits[media ? 'media' : 'plain']
  const found = known.get(text) ?? edited(text, (doc, list) => addReplication(doc, list, media))
  known.set(text, found)
  return found
}

/** Many tasks of a play want the same list edited. */
const edits = { media: new Map<string, string>(), plain: new Map<string, string>() }

function addReplication(doc: Document, list: YAMLSeq, media: boolean): void {
  if (!media) for (const listener of list.items) takeOffMedia(listener)
  list.items = list.items.filter(listener => isReplication(listener) || !isForReplication(listener))
  if (!list.items.some(isReplication)) add(doc, list)
}

/** The list of a main process without workers. */
export function withoutReplication(text: string): string {
  return edited(text, (_, list) => {
    list.items = list.items.filter(listener => !isReplication(listener))
  })
}

function edited(text: string, edit: (doc: Document, list: YAMLSeq) => void): string {
  const doc = parseYamlDocument(text)
  const list = doc.get('listeners')
  if (doc.errors.length > 0 || !isSeq(list)) throw new Refusal('`listeners` of Synapse is not a list')
  edit(doc, list)
  return doc.toString({ lineWidth: 0, flowCollectionPadding: false })
}

function isReplication(listener: unknown): boolean {
  return isMap(listener) && listener.get('path') === mainReplication
}

function isForReplication(listener: unknown): boolean {
  const { resources } = (isMap(listener) ? listener.toJSON() : {}) as Listener
  const names = (Array.isArray(resources) ? resources : []).flatMap(resource => resource?.names ?? [])
  return names.length > 0 && names.every(name => name === 'replication')
}

/** Main refuses to start with `media` among its resources once it has no media repository. */
function takeOffMedia(listener: unknown): void {
  const resources = isMap(listener) ? listener.get('resources') : undefined
  if (!isSeq(resources)) return
  for (const resource of resources.items) {
    const names = isMap(resource) ? resource.get('names') : undefined
    if (isSeq(names)) names.items = names.items.filter(name => (isScalar(name) ? name.value : name) !== 'media')
  }
  resources.items = resources.items.filter(resource => !isMap(resource) || !isEmpty(resource.get('names')))
}

const isEmpty = (names: unknown): boolean => names === 'media' || (isSeq(names) && names.items.length === 0)

/** Parsed from text, so that the mode is written as Synapse's YAML reads it: octal. */
function add(doc: Document, list: YAMLSeq): void {
  const text = `path: ${mainReplication}\nmode: 0660\ntype: http\nresources:\n  - names: [replication]\n`
  const node = parseYamlDocument(text).contents as YAMLMap
  list.flow = false
  list.items.push(doc.createNode(node))
}

/** Whether other homeservers are served at all: a closed server has no listener for them, and its workers shall have none either. */
export const servesFederation = (listeners: readonly Listener[]): boolean =>
  listeners.some(listener => resourcesOf(listener).includes('federation'))

/**
 * Where main serves clients, and other servers unless it is closed to them: what the gate leads to. `host:port` or a path.
 * Throws Refusal where no plain HTTP listener does both.
 */
export function mainAddress(listeners: readonly Listener[]): string {
  const needed = servesFederation(listeners) ? ['client', 'federation'] : ['client']
  const found = listeners.find(listener => serves(listener, needed))
  if (found === undefined) {
    throw new Refusal('no listener of Synapse serves both clients and federation over plain HTTP', {
      hint: 'Give one of the `listeners` the names [client, federation] and no TLS; nginx is what speaks TLS.',
    })
  }
  if (found.path !== undefined) return found.path
  return `${dialled(found)}:${found.port}`
}

function serves(listener: Listener, needed: readonly string[]): boolean {
  const names = resourcesOf(listener)
  const isPlain = (listener.type ?? 'http') === 'http' && listener.tls !== true
  return isPlain && needed.every(name => names.includes(name))
}

const resourcesOf = ({ resources }: Listener): readonly string[] =>
  resources?.flatMap(resource => resource.names ?? []) ?? []

/** An address at which a listener can be reached from its own host. */
export function dialled({ bind_addresses: addresses = [], bind_address: address }: Listener): string {
  const all = address ? [address, ...addresses] : addresses
  if (all.length === 0 || all.some(bound => ['127.0.0.1', '0.0.0.0', 'localhost'].includes(bound))) return '127.0.0.1'
  if (all.some(bound => bound === '::1' || bound === '::')) return '[::1]'
  const [first = '127.0.0.1'] = all
  return first.includes(':') ? `[${first}]` : first
}
