/** What a place that leads to Synapse must have beside its `proxy_pass`: headers, when a request is tried again, how long it may take. */
import { requestLog } from '../model/paths.ts'
import { isOurs, missingHeaders } from './headers.ts'
import { accessLog } from './log.ts'
import type { Directive, Found, Splice } from './parse.ts'

const include = 'include snippets/matrix-proxy.conf;'

/** What the snippet sets, where its owner has not set it. */
const settings: Readonly<Record<string, string>> = {
  proxy_next_upstream: 'error http_502',
  proxy_read_timeout: '600s',
}

/** Text of snippets/matrix-proxy.conf. */
export const snippetText = `# If the main process stops while a worker waits for it, the worker answers 502. nginx retries such a request if it
# is idempotent (GET, PUT, DELETE); the retry waits until the main process is back.
${setting('proxy_next_upstream')}
# A sync waits for events, and an initial sync can take minutes: the default of 60 s would abort it, and the client
# would start it again.
${setting('proxy_read_timeout')}
`

function setting(name: string): string {
  return `${name} ${settings[name]};`
}

/** Lines that a place lacks, put behind its `proxy_pass`; and beside a log of its server's own, that of the requests to Synapse. */
export function findMissingDirectives(place: Found, textOf: (file: string) => string): readonly Splice[] {
  // nginx allows none of it inside `if` and `limit_except`.
  if (place.within.at(-1)?.name !== 'location') return []
  const lines = [...missingSettings(place), ...missingHeaders(place, textOf)]
  return [...behind(place.directive, lines, textOf), ...besideOwnLog(place, textOf)]
}

function behind(
  { file, start, end }: Directive,
  lines: readonly string[],
  textOf: (file: string) => string,
): readonly Splice[] {
  const text = textOf(file)
  const indent = text.slice(text.lastIndexOf('\n', start) + 1, start).match(/^[ \t]*/)?.[0] ?? ''
  return lines.length === 0 ? [] : [{ file, at: end, end, text: lines.map(line => `\n${indent}${line}`).join('') }]
}

/** What its owner has set stays. A directive may stand in a block but once: then what is missing is written out. */
function missingSettings(place: Found): readonly string[] {
  const { within } = place
  if (within.at(-1)?.block?.some(({ name, args }) => isOurs(name, args))) return []
  const own = within.flatMap(({ block = [] }) => block).map(({ name }) => name)
  const missing = Object.keys(settings).filter(name => !own.includes(name))
  return missing.length === Object.keys(settings).length ? [include] : missing.map(setting)
}

/** A level with a log of its own does not inherit that of matrix-log.conf; `off` stays off. */
function besideOwnLog({ within }: Found, textOf: (file: string) => string): readonly Splice[] {
  const level = within.findLast(({ name, block = [] }) => name !== 'http' && block.some(isLog))
  const logs = level?.block?.filter(isLog) ?? []
  const [last] = logs.slice(-1)
  if (last === undefined || logs.some(({ args }) => args[0] === requestLog || args[0] === 'off')) return []
  return behind(last, [accessLog], textOf)
}

const isLog = ({ name }: Directive): boolean => name === 'access_log'
