/** Plain lines for logs and CI: what happened, in the order in which it did, each line with its host. */
import type { SwkEvent } from '../engine/events.ts'
import { Clock } from './clock.ts'
import { details, reason, type TaskEvent, title } from './details.ts'
import { escaped } from './escape.ts'
import { type Look, look } from './look.ts'
import { Output } from './output.ts'
import { recap } from './recap.ts'
import type { Reporter, ReporterOptions } from './reporter.ts'
import { counted, duration } from './units.ts'
import { meanings, word } from './words.ts'

export function plain(options: ReporterOptions, now?: () => number): Reporter {
  const clock = new Clock(now)
  const output = new Output()
  let view = look(options)
  return {
    event(event) {
      clock.event(event)
      if (event.type === 'play:start') view = { ...view, check: event.check }
      for (const line of linesOf(event, view, clock, output)) options.out(`${line}\n`)
    },
    async end() {},
  }
}

function linesOf(event: SwkEvent, view: Look, clock: Clock, output: Output): string[] {
  switch (event.type) {
    case 'play:start':
      return [start(event, view)]
    case 'batch:start':
      return [`batch: ${event.hosts.map(escaped).join(', ')}`]
    case 'output':
      return output.add(event).map(line => `${escaped(event.host)}  ${view.colour('faint', `| ${line}`)}`)
    case 'task':
      return [...output.rest(event).map(line => `${escaped(event.host)}  | ${line}`), ...taskLines(event, view)]
    case 'host:end':
      return event.status === 'interrupted' ? [`${escaped(event.host)}  interrupted`] : []
    case 'error':
      return [`error: ${event.message}`]
    case 'summary':
      return ['', ...recap(event, clock.times, view)]
    default:
      return []
  }
}

function start({ play, hosts, check }: Extract<SwkEvent, { type: 'play:start' }>, { colour }: Look): string {
  return `${colour('strong', escaped(play))}: ${counted(hosts.length, 'host')}${check ? '; a check, nothing is changed' : ''}`
}

function taskLines(event: TaskEvent, view: Look): string[] {
  const { host, status, ignored, ms } = event
  const said = view.colour(meanings[status], word(status, view.check, ignored).padEnd(view.check ? 12 : 9))
  const why = reason(event)
  const time = ms >= 1000 ? `  ${duration(ms)}` : ''
  const line = `${escaped(host)}  ${said}  ${title(event)}${view.colour('faint', (why && `  ${why}`) + time)}`
  return [line, ...details(event, view).map(text => `    ${text}`)]
}
