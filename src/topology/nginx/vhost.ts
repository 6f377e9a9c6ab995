/**
 * The user's own vhosts: what proxies to Synapse asks the map of routes instead; headers that Synapse needs are added where they are
 * missing. All else stays byte for byte.
 */
import { Refusal } from '../../engine/module.ts'
import type { Listener } from '../listeners.ts'
import { leadsToSynapse, passed } from './backends.ts'
import { type Directive, type Found, parseNginx, walk } from './parse.ts'

export const routed = 'http://$matrix_upstream'

export type VhostFile = { readonly path: string; readonly text: string }
export type EditedVhost = VhostFile & {
  /** How many places lead to Synapse, before or after the edit. */
  readonly places: number
  readonly usesSnippet: boolean
}

/** Throws Refusal at a `proxy_pass` that would change the path of a request on its way. */
export function editVhosts(files: readonly VhostFile[], listeners: readonly Listener[]): readonly EditedVhost[] {
  const parsed = files.map(file => ({ ...file, found: walk(parse(file)) }))
  const isSynapse = leadsToSynapse(
    listeners,
    parsed.flatMap(({ found }) => found),
  )
  return parsed.map(file => edit(file, file.found, isSynapse))
}

function parse({ path, text }: VhostFile): readonly Directive[] {
  try {
    return parseNginx(text)
  } catch (error) {
    throw new Refusal(`${path}: ${(error as Error).message}`, { hint: '`nginx -t` on the host says where.' })
  }
}

type Splice = { readonly at: number; readonly end: number; readonly text: string }

function edit(file: VhostFile, found: readonly Found[], isSynapse: (backend: string) => boolean): EditedVhost {
  const passes = found.filter(({ directive }) => directive.name === 'proxy_pass' && directive.args.length === 1)
  const places = passes.filter(pass => leadsThere(file, pass, isSynapse))
  const splices = places.flatMap(place => [...routeSplice(place, file.text), ...headerSplices(place, file.text)])
  const text = splices
    .toSorted((a, b) => b.at - a.at)
    .reduce((all, { at, end, text }) => all.slice(0, at) + text + all.slice(end), file.text)
  return {
    path: file.path,
    text,
    places: places.length,
    usesSnippet: /\binclude snippets\/matrix-proxy\.conf;/.test(text),
  }
}

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

/** What Synapse must be told of a request. Without X-Forwarded-For, a request over a UNIX socket can fail. */
const headers: Readonly<Record<string, string>> = {
  'X-Forwarded-For': '$remote_addr',
  'X-Forwarded-Proto': '$scheme',
  Host: '$host:$server_port',
}

/** Text of snippets/matrix-proxy.conf. */
export const snippetText: string = Object.entries(headers)
  .map(([name, value]) => `proxy_set_header ${name} ${value};\n`)
  .join('')

/** One include where a place sets no headers at all; else the single lines that are missing. */
function headerSplices(place: Found, text: string): readonly Splice[] {
  const scope = headerScope(place)
  const names = scope.map(({ args }) => args[0]?.toLowerCase())
  if (includesOf(place).length > 0) return []
  const missing = Object.keys(headers).filter(name => !names.includes(name.toLowerCase()))
  if (missing.length === 0) return []
  const lines =
    scope.length === 0
      ? ['include snippets/matrix-proxy.conf;']
      : [...inherited(place, scope, text), ...missing.map(name => `proxy_set_header ${name} ${headers[name]};`)]
  const { start, end } = place.directive
  const indent = text.slice(text.lastIndexOf('\n', start) + 1, start).match(/^[ \t]*/)?.[0] ?? ''
  return [{ at: end, end, text: lines.map(line => `\n${indent}${line}`).join('') }]
}

/** `proxy_set_header` is inherited only by a level that has none of its own. */
function headerScope({ within }: Found): readonly Directive[] {
  for (const { block = [] } of within.toReversed()) {
    const own = block.filter(({ name }) => name === 'proxy_set_header')
    if (own.length > 0) return own
  }
  return []
}

/** A level that gets its first header no longer inherits: those from above are repeated. */
function inherited({ within }: Found, scope: readonly Directive[], text: string): readonly string[] {
  const isOwn = within.at(-1)?.block?.some(directive => scope.includes(directive))
  return isOwn ? [] : scope.map(({ start, end }) => text.slice(start, end))
}

/** A file that a place includes may set headers; what it holds is its owner's business. */
function includesOf({ within }: Found): readonly Directive[] {
  return within.flatMap(({ block = [], name }) =>
    name === 'location' || name === 'server'
      ? block.filter(directive => directive.name === 'include' && /proxy/.test(directive.args[0] ?? ''))
      : [],
  )
}
