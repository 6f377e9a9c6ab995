/** Plain lines for logs and CI: every event in its order, each line with its host. */
import type { SwkEvent } from '../engine/events.ts'
import { textWidth } from '../errors/width.ts'
import { Clock } from './clock.ts'
import { details, reason, type TaskEvent, title } from './details.ts'
import { escaped, escapedLines } from './escape.ts'
import { leftLines } from './left.ts'
import { Output } from './output.ts'
import { recap } from './recap.ts'
import type { Reporter, ReporterOptions } from './reporter.ts'
import { meanings, word } from './status-style.ts'
import { createTheme, type Theme } from './theme.ts'
import { counted, duration } from './units.ts'

export function plain(options: ReporterOptions, now?: () => number): Reporter {
  return new Plain(options, now)
}

class Plain implements Reporter {
  readonly #out: (text: string) => void
  readonly #clock: Clock
  readonly #output = new Output()
  #theme: Theme
  /** Columns of the longest name of a host. */
  #width = 0

  constructor(options: ReporterOptions, now?: () => number) {
    this.#out = options.out
    this.#theme = createTheme(options)
    this.#clock = new Clock(now)
  }

  event(event: SwkEvent): void {
    this.#clock.event(event)
    if (event.type === 'play:start') {
      this.#theme = { ...this.#theme, check: event.check }
      this.#width = Math.max(this.#width, ...event.hosts.map(host => textWidth(host)))
    }
    for (const line of this.#lines(event)) this.#out(`${line}\n`)
  }

  note(line: string): void {
    this.#out(`${line}\n`)
  }

  async end(): Promise<void> {}

  #lines(event: SwkEvent): string[] {
    const { colour } = this.#theme
    switch (event.type) {
      case 'play:start': {
        const note = event.check ? '; check mode, nothing is changed' : ''
        return [`${colour('strong', escaped(event.play))}: ${counted(event.hosts.length, 'host')}${note}`]
      }
      case 'batch:start':
        return [`batch: ${event.hosts.map(escaped).join(', ')}`]
      case 'output':
        return this.#said(event.host, this.#output.add(event))
      case 'detail':
        return this.#said(event.host, escapedLines(event.text))
      case 'task':
        return [...this.#said(event.host, this.#output.rest(event)), ...this.#task(event)]
      case 'host:end':
        return [
          ...(event.status === 'interrupted' ? [`${this.#host(event.host)}  interrupted`] : []),
          ...leftLines(event, this.#theme),
        ]
      case 'error':
        return [colour('bad', `error: ${escaped(event.message)}`)]
      case 'summary':
        return ['', ...recap(event, this.#clock.times, this.#theme)]
      default:
        return []
    }
  }

  #task(event: TaskEvent): string[] {
    const { colour, check } = this.#theme
    const { host, status, ms } = event
    const said = colour(meanings[status], word(event, check).padEnd(wordWidth))
    const more = [reason(event), ms >= 1000 ? duration(ms) : '']
      .filter(Boolean)
      .map(text => `  ${colour('faint', text)}`)
    const line = `${this.#host(host)}  ${said}  ${title(event)}${more.join('')}`
    return [line, ...details(event, this.#theme).map(text => `    ${text}`)]
  }

  #said(host: string, lines: readonly string[]): string[] {
    return lines.map(line => `${this.#host(host)}  ${this.#theme.colour('faint', `| ${line}`)}`)
  }

  #host(host: string): string {
    const name = escaped(host)
    return name + ' '.repeat(Math.max(0, this.#width - textWidth(name)))
  }
}

const wordWidth = Math.max('would change'.length, 'unreachable'.length)
