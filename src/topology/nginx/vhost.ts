/**
 * The user's own vhosts: what proxies to Synapse asks the map of routes instead; headers that Synapse needs are added where they are
 * missing. All else stays byte for byte.
 */
import { Refusal } from '../../engine/module.ts'
import type { Listener } from '../model/listeners.ts'
import type { OwnAddresses } from './addresses.ts'
import { type Destination, readDestinations } from './backends.ts'
import { expandConfig, type NginxFile } from './expand.ts'
import { findMissingDirectives } from './missing-directives.ts'
import { type Found, locate, type Splice } from './parse.ts'

export const routed = 'http://$matrix_upstream'

export type VhostFile = NginxFile
export type EditedVhost = NginxFile & {
  /** How many places lead to Synapse, before or after the edit. */
  readonly places: number
}

export type TextOf = (file: string) => string

/** Throws Refusal at each `proxy_pass` that would change the path of a request on its way. */
export function editVhosts(
  files: readonly NginxFile[],
  listeners: readonly Listener[],
  own: OwnAddresses = {},
): readonly EditedVhost[] {
  const textOf: TextOf = path => files.find(file => file.path === path)?.text ?? ''
  const places = findPasses(files, listeners, own).filter(({ destination }) => destination.to === 'synapse')
  refuseChangedPaths(places, textOf)
  return files.map(file => {
    const here = places.map(({ found }) => found).filter(({ directive }) => directive.file === file.path)
    const contexts = Object.values(Object.groupBy(here, ({ directive }) => directive.start))
    const splices = places.flatMap(({ found }) => findSplices(found, contextsOf(found, places), textOf))
    return { ...file, text: applySplices(file, splices), places: contexts.length }
  })
}

export type Pass = { readonly found: Found; readonly destination: Destination }

/** Each `proxy_pass` of HTTP, in every context in which it is read. */
export function findPasses(
  files: readonly NginxFile[],
  listeners: readonly Listener[],
  own: OwnAddresses,
): readonly Pass[] {
  const all = expandConfig(files)
  const destinationOf = readDestinations(listeners, all, own)
  const passes = all
    .filter(({ directive: { name, args } }) => name === 'proxy_pass' && args.length === 1)
    .filter(({ within }) => !within.some(({ name }) => name === 'stream'))
    .map(found => ({ found, destination: found.directive.args[0] === routed ? synapse : destinationOf(found) }))
  return passes.map(pass => (isAmbiguous(pass, passes) ? { ...pass, destination: ambiguous } : pass))
}

const synapse: Destination = { to: 'synapse', uri: '' }
const ambiguous: Destination = {
  to: 'unclear',
  because: 'it leads elsewhere for another server that includes this file',
}

function isAmbiguous(pass: Pass, passes: readonly Pass[]): boolean {
  const all = passes.filter(({ found }) => isSamePlace(found, pass.found)).map(({ destination }) => destination.to)
  return all.includes('synapse') && all.some(to => to !== 'synapse')
}

const isSamePlace = ({ directive: a }: Found, { directive: b }: Found): boolean =>
  a.file === b.file && a.start === b.start

function refuseChangedPaths(places: readonly Pass[], textOf: TextOf): void {
  const wrong = places.flatMap(({ found: { directive }, destination }) => {
    if (destination.to !== 'synapse' || destination.uri === '' || destination.uri === '$request_uri') return []
    const at = locate(directive, textOf(directive.file))
    return [
      {
        uri: destination.uri,
        text: `${at}: \`proxy_pass ${directive.args[0]}\` changes the path of requests on their way to Synapse`,
      },
    ]
  })
  const [first] = wrong
  if (first === undefined) return
  throw new Refusal([...new Set(wrong.map(({ text }) => text))].join('\n'), {
    hint: `Write it without \`${first.uri}\` after the port; otherwise nginx decodes the path, and signatures of other servers do not match.`,
  })
}

const contextsOf = (place: Found, places: readonly Pass[]): readonly Found[] =>
  places.map(({ found }) => found).filter(found => isSamePlace(found, place))

/** A place in a file that several others include gets what it lacks in each of these contexts. */
function findSplices(place: Found, contexts: readonly Found[], textOf: TextOf): readonly Splice[] {
  const missing = contexts.map(context => findMissingDirectives(context, textOf))
  const inAll = (missing[0] ?? []).filter(one => missing.every(list => list.some(other => keyOf(other) === keyOf(one))))
  return [...routeSplice(place, textOf), ...inAll]
}

const keyOf = ({ file, at, end, text }: Splice): string => `${file} ${at} ${end} ${text}`

function applySplices({ path, text }: NginxFile, splices: readonly Splice[]): string {
  // Several places of a server ask for the same line beside its log.
  const own = new Map(splices.filter(({ file }) => file === path).map(splice => [keyOf(splice), splice]))
  return [...own.values()]
    .toSorted((a, b) => b.at - a.at)
    .reduce((all, { at, end, text }) => all.slice(0, at) + text + all.slice(end), text)
}

function routeSplice({ directive }: Found, textOf: TextOf): readonly Splice[] {
  const { file, args, start, end } = directive
  if (args[0] === routed) return []
  const text = textOf(file)
  const from = text.indexOf(args[0] ?? '', start)
  return [{ file, at: start, end, text: `${text.slice(start, from).replace(/["']$/, '')}${routed};` }]
}
