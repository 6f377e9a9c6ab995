/**
 * The user's own vhosts: what proxies to Synapse asks the map of routes instead; headers that Synapse needs are added where they are
 * missing. All else stays byte for byte.
 */
import { Refusal } from '../../engine/module.ts'
import type { Listener } from '../model/listeners.ts'
import { leadsToSynapse, passed } from './backends.ts'
import { type InheritedDirectives, readInheritedDirectives } from './inherited-directives.ts'
import { findMissingDirectives } from './missing-directives.ts'
import { type Directive, type Found, parseNginx, walk } from './parse.ts'

export const routed = 'http://$matrix_upstream'

export type VhostFile = { readonly path: string; readonly text: string }
export type EditedVhost = VhostFile & {
  /** How many places lead to Synapse, before or after the edit. */
  readonly places: number
}

/** Throws Refusal at a `proxy_pass` that would change the path of a request on its way. */
export function editVhosts(files: readonly VhostFile[], listeners: readonly Listener[]): readonly EditedVhost[] {
  const parsed = files.map(file => ({ ...file, found: walk(parse(file)) }))
  const isSynapse = leadsToSynapse(
    listeners,
    parsed.flatMap(({ found }) => found),
  )
  const elsewhere = readInheritedDirectives(parsed)
  return parsed.map(file => edit(file, file.found, isSynapse, elsewhere))
}

function parse({ path, text }: VhostFile): readonly Directive[] {
  try {
    return parseNginx(text)
  } catch (error) {
    throw new Refusal(`${path}: ${(error as Error).message}`, { hint: '`nginx -t` on the host says where.' })
  }
}

/** Text that takes the place of what is between two offsets. */
export type Splice = { readonly at: number; readonly end: number; readonly text: string }

function edit(
  file: VhostFile,
  found: readonly Found[],
  isSynapse: (backend: string) => boolean,
  elsewhere: InheritedDirectives,
): EditedVhost {
  const passes = found.filter(({ directive }) => directive.name === 'proxy_pass' && directive.args.length === 1)
  const places = passes.filter(pass => leadsThere(file, pass, isSynapse))
  const splices = places.flatMap(place => [
    ...routeSplice(place, file.text),
    ...findMissingDirectives(place, file.text, elsewhere),
  ])
  // Several places of a server ask for the same line beside its log.
  const text = uniqueBy(splices, ({ at, end, text }) => `${at} ${end} ${text}`)
    .toSorted((a, b) => b.at - a.at)
    .reduce((all, { at, end, text }) => all.slice(0, at) + text + all.slice(end), file.text)
  return { path: file.path, text, places: places.length }
}

const uniqueBy = <T>(list: readonly T[], key: (item: T) => string): readonly T[] => [
  ...new Map(list.map(item => [key(item), item])).values(),
]

function leadsThere(file: VhostFile, { directive }: Found, isSynapse: (backend: string) => boolean): boolean {
  const [target = ''] = directive.args
  if (target === routed) return true
  const to = passed(target)
  if (to === undefined || !isSynapse(to.backend)) return false
  if (to.uri === '' || to.uri === '$request_uri') return true
  const line = file.text.slice(0, directive.start).split('\n').length
  throw new Refusal(
    `${file.path}:${line}: \`proxy_pass ${target}\` changes the path of requests on their way to Synapse`,
    {
      hint: `Write it without \`${to.uri}\` behind the port; else nginx decodes the path, and signatures of other servers no longer fit.`,
    },
  )
}

function routeSplice({ directive }: Found, text: string): readonly Splice[] {
  if (directive.args[0] === routed) return []
  const from = text.indexOf(directive.args[0] ?? '', directive.start)
  return [
    {
      at: directive.start,
      end: directive.end,
      text: `${text.slice(directive.start, from).replace(/["']$/, '')}${routed};`,
    },
  ]
}
