/** The live part of the tree: the play, the hosts at work with their tasks, and the rest in one row. Pure. */
import { textWidth } from '../errors/width.ts'
import { escaped, shorten } from './escape.ts'
import type { HostState, Phase } from './fleet.ts'
import type { Look } from './look.ts'
import { counted, duration } from './units.ts'

export type Canvas = {
  readonly columns: number
  /** Rows that may be used, at least 3. */
  readonly rows: number
  readonly now: number
  /** Counts the pictures; moves the spinner. */
  readonly picture: number
}

export function rows(play: string, hosts: readonly HostState[], canvas: Canvas, look: Look): string[] {
  const spinner = look.symbols.spinner[canvas.picture % look.symbols.spinner.length] ?? ''
  const head = `${look.colour('place', spinner)} ${look.colour('strong', shorten(escaped(play), canvas.columns - 2))}`
  const { shown, rest } = choose(hosts, canvas.rows - 2)
  const width = Math.min(32, Math.max(0, ...shown.map(({ host }) => textWidth(host))))
  const lines = shown.flatMap(state => hostRows(state, width, canvas, look))
  const summary = rest.length > 0 ? [look.colour('faint', shorten(`  ${restOf(rest, look)}`, canvas.columns))] : []
  return [head, ...lines.slice(0, canvas.rows - 2), ...summary]
}

/** Those at work come first, in the play's order; then those that wait. What has ended only counts. */
function choose(hosts: readonly HostState[], room: number) {
  const live = [...hosts.filter(one => one.phase === 'working'), ...hosts.filter(one => one.phase === 'waiting')]
  const needed = live.map(state => (state.output === undefined ? 1 : 2))
  let used = 0
  const shown = live.filter((_, at) => {
    used += needed[at] ?? 1
    return used <= room
  })
  const visible = new Set(shown)
  return { shown, rest: hosts.filter(state => !visible.has(state)) }
}

function hostRows(state: HostState, width: number, { columns, now, picture }: Canvas, look: Look): string[] {
  const { colour } = look
  const waiting = state.phase === 'waiting'
  const mark = waiting
    ? colour('faint', look.symbols.waiting)
    : colour('place', look.symbols.spinner[(picture + state.host.length) % look.symbols.spinner.length] ?? '')
  const name = shorten(escaped(state.host), width)
  const count = waiting ? '' : `${Math.min(state.ended, state.tasks)}/${state.tasks}`
  const at = waiting ? 'not begun' : escaped(state.task ?? 'reading the state of the host')
  const time = now - state.since >= 1000 ? `  ${duration(Math.floor((now - state.since) / 1000) * 1000)}` : ''
  const room = columns - 4 - width - 2 - Math.max(7, count.length) - 2 - time.length
  const line = [
    `  ${mark} ${name}${' '.repeat(width - textWidth(name))}`,
    colour('faint', count.padStart(7)),
    (waiting ? colour('faint', shorten(at, room)) : shorten(at, room)) + colour('faint', time),
  ].join('  ')
  if (state.output === undefined) return [line]
  return [line, colour('faint', shorten(`${' '.repeat(4 + width + 2 + 7 + 2)}${state.output}`, columns))]
}

const phases: readonly (readonly [Phase, string])[] = [
  ['working', 'at work'],
  ['waiting', 'waiting'],
  ['done', 'done'],
  ['failed', 'failed'],
  ['unreachable', 'unreachable'],
  ['interrupted', 'interrupted'],
]

function restOf(rest: readonly HostState[], look: Look): string {
  const counts = phases.map(([phase, said]) => [rest.filter(state => state.phase === phase).length, said] as const)
  const parts = counts.filter(([count]) => count > 0).map(([count, said]) => `${count} ${said}`)
  const live = rest.filter(({ phase }) => phase === 'working' || phase === 'waiting').length
  const sum = live > 0 ? counted(rest.length, 'more host') : counted(rest.length, 'host')
  return `${live > 0 ? look.symbols.more : look.symbols.dot} ${sum}: ${parts.join(', ')}`
}
