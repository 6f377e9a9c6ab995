/** The live part of the tree: the play, the hosts at work with their tasks, and the rest in one row. Pure. */
import { textWidth } from '../errors/width.ts'
import { escaped, shorten } from './escape.ts'
import type { HostState, Phase } from './fleet.ts'
import type { Theme } from './theme.ts'
import { counted, duration } from './units.ts'

export type Canvas = {
  readonly columns: number
  /** Rows that may be used, at least 3. */
  readonly rows: number
  readonly now: number
  /** Counts the pictures; moves the spinner. */
  readonly picture: number
}

export function rows(play: string, hosts: readonly HostState[], canvas: Canvas, theme: Theme): string[] {
  const { colour } = theme
  const cut = (text: string, columns: number): string => shorten(text, columns, theme.symbols.more)
  const head = `${colour('place', spinner(canvas.picture, theme))} ${colour('strong', cut(escaped(play), canvas.columns - 2))}`
  const { shown, rest } = choose(hosts, canvas.rows - 2)
  const widest = Math.max(0, ...shown.map(({ host }) => textWidth(host)))
  const width = Math.min(widest, 32, Math.floor(canvas.columns / 3))
  const lines = shown.flatMap(state => hostRows(state, { ...canvas, width, theme, cut }))
  const summary = rest.length > 0 ? [colour('faint', cut(`  ${restOf(rest, theme)}`, canvas.columns))] : []
  return [head, ...lines, ...summary]
}

/** Those at work come first, in the play's order; then those that wait. What has ended only counts. */
function choose(hosts: readonly HostState[], room: number) {
  const live = (['working', 'connecting', 'waiting'] as const).flatMap(phase => hosts.filter(h => h.phase === phase))
  let used = 0
  const shown = live.filter(state => {
    used += state.output === undefined ? 1 : 2
    return used <= room
  })
  const visible = new Set(shown)
  return { shown, rest: hosts.filter(state => !visible.has(state)) }
}

type Cut = (text: string, columns: number) => string

type Row = Canvas & { readonly width: number; readonly theme: Theme; readonly cut: Cut }

function hostRows(state: HostState, { width, theme, cut, ...canvas }: Row): string[] {
  const { colour, symbols } = theme
  const waiting = state.phase === 'waiting'
  const mark = waiting ? colour('faint', symbols.waiting) : colour('place', spinner(canvas.picture, theme))
  const name = cut(escaped(state.host), width)
  const count = state.phase === 'working' ? `${Math.min(state.ended, state.tasks)}/${state.tasks}` : ''
  const seconds = waiting ? 0 : Math.floor((canvas.now - state.since) / 1000)
  const time = seconds > 0 ? `  ${duration(seconds * 1000).replace('.0', '')}` : ''
  const indent = 4 + width + 2 + Math.max(countWidth, count.length) + 2
  const doing = cut(doings(state), canvas.columns - indent - time.length)
  const start = `  ${mark} ${name}${' '.repeat(width - textWidth(name))}  ${colour('faint', count.padStart(countWidth))}  `
  const line = start + colour(state.phase === 'working' ? 'plain' : 'faint', doing) + colour('faint', time)
  if (state.output === undefined) return [line]
  return [line, colour('faint', cut(`${' '.repeat(indent)}${state.output}`, canvas.columns))]
}

const countWidth = 5

function doings({ phase, task }: HostState): string {
  if (phase !== 'working') return phase
  return task === undefined ? 'reading its state' : escaped(task)
}

function spinner(picture: number, { symbols }: Theme): string {
  return symbols.spinner[picture % symbols.spinner.length] ?? ''
}

const phases: readonly (readonly [Phase, string])[] = [
  ['working', 'at work'],
  ['connecting', 'connecting'],
  ['waiting', 'waiting'],
  ['done', 'done'],
  ['failed', 'failed'],
  ['unreachable', 'unreachable'],
  ['interrupted', 'interrupted'],
]

function restOf(rest: readonly HostState[], theme: Theme): string {
  const counts = phases.map(([phase, said]) => [rest.filter(state => state.phase === phase).length, said] as const)
  const parts = counts.filter(([count]) => count > 0).map(([count, said]) => `${count} ${said}`)
  const live = rest.filter(({ phase }) => ['working', 'connecting', 'waiting'].includes(phase)).length
  const sum = live > 0 ? counted(rest.length, 'more host') : counted(rest.length, 'host')
  return `${live > 0 ? theme.symbols.more : theme.symbols.dot} ${sum}: ${parts.join(', ')}`
}
