/** For people at a terminal: results scroll by as they arrive; the hosts at work stay below them. */
import type { SwkEvent } from '../engine/events.ts'
import { Clock } from './clock.ts'
import { details, reason, type TaskEvent, title } from './details.ts'
import { escaped, escapedLines } from './escape.ts'
import { leftLines } from './left.ts'
import { PlayTree } from './play-tree.ts'
import { recap } from './recap.ts'
import type { Reporter, ReporterOptions } from './reporter.ts'
import { Screen, type Terminal } from './screen.ts'
import { meanings, word } from './status-style.ts'
import { createTheme, type Theme } from './theme.ts'
import { counted, duration } from './units.ts'

export function tree(options: ReporterOptions, terminal: Terminal, now = () => performance.now()): Reporter {
  return new Tree(createTheme(options), new Screen(terminal), now)
}

class Tree implements Reporter {
  readonly #screen: Screen
  readonly #now: () => number
  readonly #clock: Clock
  #theme: Theme
  #play: PlayTree | undefined
  /** The tree of a play is removed from the screen before the next one is drawn. */
  #ended = Promise.resolve()

  constructor(theme: Theme, screen: Screen, now: () => number) {
    this.#theme = theme
    this.#screen = screen
    this.#now = now
    this.#clock = new Clock(now)
  }

  event(event: SwkEvent): void {
    this.#clock.event(event)
    this.#play?.event(event)
    if (event.type === 'play:start') this.#start(event)
    else this.#screen.print(this.#lines(event))
    if (event.type === 'summary') this.#close()
  }

  note(line: string): void {
    this.#screen.print([this.#theme.colour('doubt', line)])
  }

  async end(): Promise<void> {
    this.#close()
    await this.#ended
    this.#screen.draw([])
  }

  #start({ play, hosts, check }: Extract<SwkEvent, { type: 'play:start' }>): void {
    this.#close()
    this.#theme = { ...this.#theme, check }
    const { colour, symbols } = this.#theme
    const note = `${counted(hosts.length, 'host')}${check ? `, check mode: nothing is changed` : ''}`
    this.#screen.print([`${colour('strong', escaped(play))} ${colour('faint', `${symbols.dot} ${note}`)}`, ''])
    this.#play = new PlayTree(play, hosts, { screen: this.#screen, theme: this.#theme, now: this.#now })
  }

  #lines(event: SwkEvent): string[] {
    if (event.type === 'task') return taskLines(event, this.#theme)
    if (event.type === 'detail')
      return escapedLines(event.text).map(line => this.#theme.colour('faint', `  ${escaped(event.host)} | ${line}`))
    if (event.type === 'error') return [this.#theme.colour('bad', escaped(event.message))]
    if (event.type === 'host:end') return leftLines(event, this.#theme)
    if (event.type !== 'summary') return []
    return ['', ...recap(event, this.#clock.times, this.#theme, this.#screen.columns)]
  }

  #close(): void {
    const play = this.#play
    this.#play = undefined
    if (play) this.#ended = this.#ended.then(() => play.end())
  }
}

/** Results that are ok or skipped are only counted, unless they carry a warning. */
function taskLines(event: TaskEvent, view: Theme): string[] {
  const { host, status, ms, warnings = [], result } = event
  const isQuiet = warnings.length === 0 && result === undefined
  if ((status === 'ok' || status === 'skipped') && isQuiet) return []
  const { colour, symbols } = view
  const why = reason(event)
  const said = [word(event, view.check), why, ms >= 1000 ? duration(ms) : ''].filter(Boolean)
  const head = [
    `${colour(meanings[status], symbols[status])} ${colour('strong', escaped(host))}`,
    title(event),
    colour('faint', said.join(` ${symbols.dot} `)),
  ].join('  ')
  const below = details(event, view).map(line => `    ${line}`)
  return below.length > 0 ? [head, ...below, ''] : [head]
}
