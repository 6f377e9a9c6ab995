/** Asks the generated configuration of nginx where a request goes, as nginx itself would: its maps and upstreams, read from their text. */
import { type Directive, parseNginx } from '../nginx/parse.ts'
import { routed } from '../nginx/vhost.ts'

/** One line of the map of routes. `line` is its number in the file; `text` the line itself. */
export type MapLine = { readonly line: number; readonly text: string; readonly upstream: string }

export type Router = {
  /** The lines that lead somewhere, without the default. */
  readonly lines: readonly MapLine[]
  /** Sockets behind an upstream; none: there is no such upstream. */
  servers(upstream: string): readonly string[]
  /** The upstream of a request, and the line that says so; no line: the default. `builtin`: nginx's own variables by name. */
  route(builtin: Variables): { readonly upstream: string; readonly line?: MapLine }
}

export type Variables = (name: string) => string

/** From the texts of nginx's files, which must have the map of `$matrix_upstream` in one of them. */
export function readRouter(texts: readonly string[]): Router {
  const all = texts.flatMap(text => parseNginx(text).map(directive => ({ directive, text })))
  const maps = new Map(
    all.filter(({ directive }) => directive.name === 'map').map(one => [one.directive.args[1], readMap(one)]),
  )
  const upstreams = new Map(
    all
      .filter(({ directive }) => directive.name === 'upstream')
      .map(({ directive }) => [directive.args[0], socketsOf(directive)]),
  )
  const entry = routed.slice(routed.indexOf('$'))
  const routes = maps.get(entry)
  const lookUp = (name: string, builtin: Variables): string => {
    const map = maps.get(`$${name}`)
    return map ? evaluate(map, variable => lookUp(variable, builtin)).value : builtin(name)
  }
  return {
    lines: routes?.entries.flatMap(({ line }) => line ?? []) ?? [],
    servers: name => upstreams.get(name) ?? [],
    route(builtin) {
      if (routes === undefined) return { upstream: '' }
      const { value, line } = evaluate(routes, name => lookUp(name, builtin))
      return { upstream: value, ...(line && { line }) }
    },
  }
}

type Entry = { readonly key: string; readonly value: string; readonly line?: MapLine }
type NginxMap = { readonly source: string; readonly entries: readonly Entry[] }

function readMap({ directive, text }: { readonly directive: Directive; readonly text: string }): NginxMap {
  const entries = (directive.block ?? []).map(({ name: key, args: [value = ''], start, end }) => {
    const line = { line: text.slice(0, start).split('\n').length, text: text.slice(start, end), upstream: value }
    return { key, value, ...(key === 'default' ? {} : { line }) }
  })
  return { source: directive.args[0] ?? '', entries }
}

const socketsOf = ({ block = [] }: Directive): readonly string[] => [
  ...new Set(block.filter(({ name }) => name === 'server').map(({ args }) => (args[0] ?? '').replace(/^unix:/, ''))),
]

/** As nginx does it: an exact key first, then regular expressions in their order, then the default. */
function evaluate({ source, entries }: NginxMap, variable: Variables): { value: string; line?: MapLine } {
  const asked = expand(source, variable)
  const exact = entries.find(({ key }) => key !== 'default' && key.toLowerCase() === asked.toLowerCase())
  if (exact) return { ...exact, value: expand(exact.value, variable) }
  for (const entry of entries) {
    const [, caseless, pattern] = entry.key.match(/^~(\*?)([\s\S]*)$/) ?? []
    const match = pattern === undefined ? null : asPcre(pattern, caseless ? 'i' : '').exec(asked)
    if (match) return { ...entry, value: expand(entry.value, name => match.groups?.[name] ?? variable(name)) }
  }
  return { value: expand(entries.find(({ key }) => key === 'default')?.value ?? '', variable) }
}

/** As nginx's PCRE reads it: `$` also fits before a line end that is last, and only a line feed is no `.`. */
function asPcre(pattern: string, flags: string): RegExp {
  const meant: Readonly<Record<string, string>> = { $: '(?=\\n?$)', '.': '[^\\n]' }
  const text = pattern.replace(/\\.|\[\^?(?:\\.|[^\]\\])*\]|[$.]/g, part => meant[part] ?? part)
  return new RegExp(text, flags)
}

const expand = (text: string, variable: Variables): string =>
  text.replace(/\$(?:\{(\w+)\}|(\w+))/g, (_, braced, bare) => variable(braced ?? bare))
