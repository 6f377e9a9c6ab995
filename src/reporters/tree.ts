/** For people at a terminal: what changes scrolls by as it comes, what is at work stays below it. */
import type { SwkEvent } from '../engine/events.ts'
import { Clock } from './clock.ts'
import { details, reason, type TaskEvent, title } from './details.ts'
import { escaped } from './escape.ts'
import { leftLines } from './left.ts'
import { PlayTree } from './play-tree.ts'
import { recap } from './recap.ts'
import type { Reporter, ReporterOptions } from './reporter.ts'
import { Screen, type Terminal } from './screen.ts'
import { meanings, word } from './status-style.ts'
import { type Look, look } from './theme.ts'
import { counted, duration } from './units.ts'

export function tree(options: ReporterOptions, terminal: Terminal, now = () => performance.now()): Reporter {
  return new Tree(look(options), new Screen(terminal), now)
}

class Tree implements Reporter {
  readonly #screen: Screen
  readonly #now: () => number
  readonly #clock: Clock
  #look: Look
  #play: PlayTree | undefined
  /** Each play's tree is taken off the screen before the next one is drawn. */
  #ended = Promise.resolve()

  constructor(look: Look, screen: Screen, now: () => number) {
    this.#look = look
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
    this.#screen.print([this.#look.colour('doubt', line)])
  }

  async end(): Promise<void> {
    this.#close()
    await this.#ended
    this.#screen.draw([])
  }

  #start({ play, hosts, check }: Extract<SwkEvent, { type: 'play:start' }>): void {
    this.#close()
    this.#look = { ...this.#look, check }
    const { colour, symbols } = this.#look
    const note = `${counted(hosts.length, 'host')}${check ? `, check mode: nothing is changed` : ''}`
    this.#screen.print([`${colour('strong', escaped(play))} ${colour('faint', `${symbols.dot} ${note}`)}`, ''])
    this.#play = new PlayTree(play, hosts, { screen: this.#screen, look: this.#look, now: this.#now })
  }

  #lines(event: SwkEvent): string[] {
    if (event.type === 'task') return taskLines(event, this.#look)
    if (event.type === 'error') return [this.#look.colour('bad', escaped(event.message))]
    if (event.type === 'host:end') return leftLines(event, this.#look)
    if (event.type !== 'summary') return []
    return ['', ...recap(event, this.#clock.times, this.#look, this.#screen.columns)]
  }

  #close(): void {
    const play = this.#play
    this.#play = undefined
    if (play) this.#ended = this.#ended.then(() => play.end())
  }
}

/** What is as it should be, or was skipped, only counts, unless it warns. */
function taskLines(event: TaskEvent, view: Look): string[] {
  const { host, status, ignored, ms, warnings = [] } = event
  if ((status === 'ok' || status === 'skipped') && warnings.length === 0) return []
  const { colour, symbols } = view
  const why = reason(event)
  const said = [word(status, view.check, ignored), why, ms >= 1000 ? duration(ms) : ''].filter(Boolean)
  const head = [
    `${colour(meanings[status], symbols[status])} ${colour('strong', escaped(host))}`,
    title(event),
    colour('faint', said.join(` ${symbols.dot} `)),
  ].join('  ')
  const below = details(event, view).map(line => `    ${line}`)
  return below.length > 0 ? [head, ...below, ''] : [head]
}
