/** Python's datetime, as `now()` and `to_datetime` give it: without a zone. */

import { float } from '../../python/number.ts'
import { formatDate } from '../filters/strftime.ts'
import { Callable, Special } from './special.ts'

export class DateTime extends Special {
  readonly typeName = 'datetime'
  /** Its parts as if they were UTC. */
  readonly time: number
  readonly microseconds: number
  constructor(time: number, microseconds = 0) {
    super()
    this.time = time
    this.microseconds = microseconds
  }

  override text(): string {
    const [date = '', clock = ''] = new Date(this.time).toISOString().slice(0, 19).split('T')
    return `${date} ${clock}${this.microseconds === 0 ? '' : `.${String(this.microseconds).padStart(6, '0')}`}`
  }

  attribute(name: string): unknown {
    const date = new Date(this.time)
    const parts: Readonly<Record<string, number>> = {
      year: date.getUTCFullYear(),
      month: date.getUTCMonth() + 1,
      day: date.getUTCDate(),
      hour: date.getUTCHours(),
      minute: date.getUTCMinutes(),
      second: date.getUTCSeconds(),
      microsecond: this.microseconds,
    }
    if (Object.hasOwn(parts, name)) return parts[name]
    const methods: Readonly<Record<string, Callable['call']>> = {
      strftime: ([format]) => formatDate(String(format), this.time, 'UTC'),
      isoformat: () => this.text().replace(' ', 'T'),
      timestamp: () => float(localSeconds(this.time) + this.microseconds / 1e6),
      weekday: () => (date.getUTCDay() + 6) % 7,
      isoweekday: () => date.getUTCDay() || 7,
      date: () => new DateTime(Math.floor(this.time / 86_400_000) * 86_400_000),
    }
    const method = Object.hasOwn(methods, name) ? methods[name] : undefined
    return method && new Callable(name, method)
  }
}

/** Seconds since 1970 of parts that are local time. */
function localSeconds(time: number): number {
  const date = new Date(time)
  return (
    new Date(
      date.getUTCFullYear(),
      date.getUTCMonth(),
      date.getUTCDate(),
      date.getUTCHours(),
      date.getUTCMinutes(),
      date.getUTCSeconds(),
    ).getTime() / 1000
  )
}
