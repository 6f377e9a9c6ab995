/** One JSON object a line, for programs (docs/events.md). Keys always come in the same order. */
import type { Diff, SwkEvent } from '../engine/events.ts'
import type { Diagnostic, Place } from '../errors/diagnostic.ts'
import type { Reporter, ReporterOptions } from './reporter.ts'

export function json({ out, showDiff }: Pick<ReporterOptions, 'out' | 'showDiff'>): Reporter {
  return {
    event(event) {
      out(line(event.type === 'task' && !showDiff ? { ...event, diff: [] } : event))
    },
    note() {},
    async end() {},
  }
}

/** Errors of loading: they come before there is any event. */
export function errorLines(diagnostics: readonly Diagnostic[]): string {
  return diagnostics.map(({ place, ...rest }) => line({ type: 'error', ...rest, ...(place && at(place)) })).join('')
}

const at = ({ file, line, column }: Place) => ({ file, line, column })

function line(event: SwkEvent): string {
  return `${JSON.stringify(ordered(event))}\n`
}

type Keys<E> = E extends unknown ? keyof E : never
type Orders = { readonly [T in SwkEvent['type']]: readonly Keys<Extract<SwkEvent, { type: T }>>[] }

const orders: Orders = {
  'play:start': ['type', 'play', 'hosts', 'check'],
  'batch:start': ['type', 'play', 'hosts'],
  'host:start': ['type', 'host', 'tasks'],
  'task:start': ['type', 'host', 'task', 'module', 'section'],
  output: ['type', 'host', 'task', 'text'],
  detail: ['type', 'host', 'text'],
  task: [
    'type',
    'host',
    'task',
    'module',
    'section',
    'item',
    'status',
    'outcome',
    'items',
    'ignored',
    'rescued',
    'ms',
    'diff',
    'because',
    'notes',
    'warnings',
    'cannotUndo',
    'result',
    'error',
  ],
  'host:end': ['type', 'host', 'status', 'run', 'changes', 'takeBack', 'takenBack', 'delegated'],
  run: ['type', 'host', 'run', 'at', 'who', 'playbook', 'revision', 'takesBack', 'changes', 'end'],
  listing: ['type', 'play', 'hosts', 'tasks', 'tags'],
  error: ['type', 'code', 'message', 'file', 'line', 'column', 'found', 'expected', 'hint'],
  summary: ['type', 'hosts', 'exit'],
}

const diffOrder: readonly (keyof Diff)[] = ['path', 'before', 'after', 'truncated', 'title', 'fields']

function ordered(event: SwkEvent): Record<string, unknown> {
  const told = inOrder(event, orders[event.type])
  return event.type === 'task' ? { ...told, diff: event.diff.map(diff => inOrder(diff, diffOrder)) } : told
}

function inOrder(value: object, keys: readonly string[]): Record<string, unknown> {
  const entries = Object.entries(value)
  const rank = (key: string): number => (keys.includes(key) ? keys.indexOf(key) : keys.length)
  return Object.fromEntries(entries.toSorted(([a], [b]) => rank(a) - rank(b)))
}
