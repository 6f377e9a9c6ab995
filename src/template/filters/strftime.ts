/** Dates by Python's format characters, in English. Pure but for the time zone of this machine. */
import { PythonError } from '../failure.ts'

const days = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday']
const months = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
]
const two = (value: number, fill = '0'): string => String(value).padStart(2, fill)

/** `time`: milliseconds since 1970; `zone`: UTC, or that of this machine. */
export function formatDate(format: string, time: number, zone: 'UTC' | 'local'): string {
  const offset = zone === 'UTC' ? 0 : -new Date(time).getTimezoneOffset()
  const date = new Date(time + offset * 60_000)
  const [year, month, day, weekday] = [date.getUTCFullYear(), date.getUTCMonth(), date.getUTCDate(), date.getUTCDay()]
  const [hour, minute, second] = [date.getUTCHours(), date.getUTCMinutes(), date.getUTCSeconds()]
  const ofYear = Math.floor((Date.UTC(year, month, day) - Date.UTC(year, 0, 1)) / 86_400_000) + 1
  const iso = isoWeek(year, month, day)
  const forms: Readonly<Record<string, () => string>> = {
    a: () => (days[weekday] as string).slice(0, 3),
    A: () => days[weekday] as string,
    b: () => (months[month] as string).slice(0, 3),
    h: () => (months[month] as string).slice(0, 3),
    B: () => months[month] as string,
    c: () => formatDate('%a %b %e %H:%M:%S %Y', time, zone),
    C: () => two(Math.floor(year / 100)),
    d: () => two(day),
    D: () => formatDate('%m/%d/%y', time, zone),
    e: () => two(day, ' '),
    F: () => formatDate('%Y-%m-%d', time, zone),
    f: () => String((time % 1000) * 1000).padStart(6, '0'),
    g: () => two(iso.year % 100),
    G: () => String(iso.year),
    H: () => two(hour),
    I: () => two(hour % 12 || 12),
    j: () => String(ofYear).padStart(3, '0'),
    k: () => two(hour, ' '),
    l: () => two(hour % 12 || 12, ' '),
    m: () => two(month + 1),
    M: () => two(minute),
    n: () => '\n',
    p: () => (hour < 12 ? 'AM' : 'PM'),
    P: () => (hour < 12 ? 'am' : 'pm'),
    r: () => formatDate('%I:%M:%S %p', time, zone),
    R: () => formatDate('%H:%M', time, zone),
    s: () => String(Math.floor(time / 1000)),
    S: () => two(second),
    t: () => '\t',
    T: () => formatDate('%H:%M:%S', time, zone),
    u: () => String(weekday || 7),
    U: () => two(Math.floor((ofYear + 6 - weekday) / 7)),
    V: () => two(iso.week),
    w: () => String(weekday),
    W: () => two(Math.floor((ofYear + 6 - ((weekday + 6) % 7)) / 7)),
    x: () => formatDate('%m/%d/%y', time, zone),
    X: () => formatDate('%H:%M:%S', time, zone),
    y: () => two(year % 100),
    Y: () => String(year),
    z: () => `${offset < 0 ? '-' : '+'}${two(Math.floor(Math.abs(offset) / 60))}${two(Math.abs(offset) % 60)}`,
    Z: () => (zone === 'UTC' ? 'UTC' : zoneName(time)),
    '%': () => '%',
  }
  return format.replace(/%([-0_^#]?)([a-zA-Z%])/g, (whole, flag: string, letter: string) => {
    const form = forms[letter]
    if (!form) return whole
    const text = form()
    if (flag === '-') return text.replace(/^[0 ]+(?=.)/, '')
    return flag === '^'
      ? text.toUpperCase()
      : flag === '_'
        ? text.replace(/^0+(?=.)/, zeros => ' '.repeat(zeros.length))
        : text
  })
}

function zoneName(time: number): string {
  const parts = new Intl.DateTimeFormat('en', { timeZoneName: 'short' }).formatToParts(time)
  return parts.find(part => part.type === 'timeZoneName')?.value ?? ''
}

function isoWeek(year: number, month: number, day: number): { year: number; week: number } {
  const date = new Date(Date.UTC(year, month, day))
  date.setUTCDate(date.getUTCDate() + 4 - (date.getUTCDay() || 7))
  const first = Date.UTC(date.getUTCFullYear(), 0, 1)
  return { year: date.getUTCFullYear(), week: Math.ceil(((date.getTime() - first) / 86_400_000 + 1) / 7) }
}

const patterns: Readonly<Record<string, string>> = {
  Y: '(?<Y>\\d{4})',
  y: '(?<y>\\d\\d)',
  m: '(?<m>1[0-2]|0?[1-9])',
  d: '(?<d>3[01]|[12]\\d|0?[1-9]| [1-9])',
  H: '(?<H>2[0-3]|[01]?\\d)',
  I: '(?<I>1[0-2]|0?[1-9])',
  M: '(?<M>[0-5]?\\d)',
  S: '(?<S>6[01]|[0-5]?\\d)',
  f: '(?<f>\\d{1,6})',
  p: '(?<p>AM|PM)',
  b: `(?<b>${months.map(name => name.slice(0, 3)).join('|')})`,
  B: `(?<B>${months.join('|')})`,
  a: `(?:${days.map(name => name.slice(0, 3)).join('|')})`,
  A: `(?:${days.join('|')})`,
  z: '(?<z>[-+]\\d\\d:?\\d\\d|Z)',
  Z: '(?:UTC|GMT)?',
  j: '(?<j>\\d{1,3})',
  '%': '%',
}

/** Milliseconds (as if UTC) and microseconds of a text that a format describes. */
export function parseDate(text: string, format: string): { time: number; microseconds: number } {
  const long = format.replaceAll('%F', '%Y-%m-%d').replaceAll('%T', '%H:%M:%S').replaceAll('%D', '%m/%d/%y')
  const source = long.replace(
    /%(.)|([\\^$.*+?()[\]{}|])|(\s+)/g,
    (_, letter?: string, sign?: string, blank?: string) => {
      if (blank !== undefined) return '\\s+'
      if (sign !== undefined) return `\\${sign}`
      const pattern = patterns[letter as string]
      if (pattern === undefined) throw new PythonError(`'${letter}' is a bad directive in format '${format}'`)
      return pattern
    },
  )
  const found = new RegExp(`^${source}$`, 'i').exec(text)?.groups
  if (!new RegExp(`^${source}$`, 'i').test(text))
    throw new PythonError(`time data '${text}' does not match format '${format}'`)
  const part = found ?? {}
  const number = (name: string, usual: number): number => (part[name] === undefined ? usual : Number(part[name]))
  const short = part.y === undefined ? undefined : Number(part.y) + (Number(part.y) < 69 ? 2000 : 1900)
  const named = (part.b ?? part.B)?.slice(0, 3).toLowerCase()
  const month =
    named === undefined ? number('m', 1) - 1 : months.findIndex(name => name.toLowerCase().startsWith(named))
  const hour =
    part.I === undefined ? number('H', 0) : (number('I', 12) % 12) + (part.p?.toUpperCase() === 'PM' ? 12 : 0)
  const day = number('d', 1)
  const year = number('Y', short ?? 1900)
  if (day > new Date(Date.UTC(year, month + 1, 0)).getUTCDate()) throw new PythonError('day is out of range for month')
  const micro = part.f === undefined ? 0 : Number(part.f.padEnd(6, '0'))
  return { time: Date.UTC(year, month, day, hour, number('M', 0), number('S', 0)), microseconds: micro }
}
