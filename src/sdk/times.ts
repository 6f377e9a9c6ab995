/** Times of files, as the module `file` takes them: `now`, `preserve`, or a local time of the host in a format of Python's strptime. */
import { z } from 'zod'
import type { HostView } from '../engine/module.ts'
import type { Ref, Want } from '../resources/kind.ts'
import { text } from './args.ts'
import type { EditFailure } from './edit-failure.ts'
import { managed, path, see, touch, want } from './refs.ts'

export const timeArgs = {
  access_time: z
    .enum(['preserve', 'now'])
    .optional()
    .describe('`preserve` or `now` (default with `touch`). Not a time: reading a file sets it again.'),
  modification_time: text
    .optional()
    .describe('`preserve`, `now` (a change each time), or a time. Default: `now` with `touch`, else `preserve`.'),
  modification_time_format: text.default('%Y%m%d%H%M.%S').describe('Format of the time, in the zone of the host.'),
  access_time_format: text.optional().describe('Accepted.'),
}

export type TimeArgs = {
  readonly access_time?: 'preserve' | 'now' | undefined
  readonly modification_time?: string | undefined
  readonly modification_time_format: string
}
type Placed = TimeArgs & { readonly path: string; readonly state?: string | undefined }

export function checkTimes(given: TimeArgs, fail: (fault: EditFailure) => void): void {
  const { modification_time: time, modification_time_format: format } = given
  if (time !== undefined && !isWord(time) && localTime(time, format) === undefined)
    fail({ message: 'This is not a time of the format.', path: ['modification_time'], found: time, expected: format })
}

const isWord = (time: string): boolean => time === 'now' || time === 'preserve'

export function timeRefs({
  path: at,
  modification_time: time,
  modification_time_format: format,
}: Placed): readonly Ref[] {
  if (time === undefined || isWord(time)) return []
  return [managed({ program: 'times', title: `set the time of ${at}`, args: [at, localTime(time, format) ?? ''] })]
}

export function timeWants(args: Placed, observed: HostView): readonly Want[] {
  const fallback = args.state === 'touch' ? 'now' : 'preserve'
  const [access, modification] = [args.access_time, args.modification_time].map(time => (time ?? fallback) === 'now')
  const which = access && modification ? 'both' : access ? 'access' : modification ? 'modification' : undefined
  // A new file has the times of now.
  const before = see(observed, path(args.path))
  const isNew = args.state === 'touch' && before === null
  return [
    ...(which === undefined || isNew
      ? []
      : [want(touch(before?.resolved ?? args.path, which), { done: true }, { how: { of: args.path } })]),
    ...timeRefs(args).map(ref => want(ref, { right: 'yes' })),
  ]
}

const parts: Readonly<Record<string, string>> = {
  Y: '(?<Y>\\d{4})',
  y: '(?<y>\\d{2})',
  m: '(?<m>\\d{1,2})',
  d: '(?<d>\\d{1,2})',
  H: '(?<H>\\d{1,2})',
  M: '(?<M>\\d{1,2})',
  S: '(?<S>\\d{1,2})',
  '%': '%',
}

/** `2026-01-02 03:04:05`; undefined if the text does not fit the format. */
function localTime(text: string, format: string): string | undefined {
  const escaped = format.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
  const pattern = escaped.replace(/%(.)/g, (_, letter: string) => parts[letter] ?? '(?!)')
  const found = new RegExp(`^${pattern}$`).exec(text)?.groups
  if (found === undefined) return undefined
  const { Y, y, m = '1', d = '1', H = '0', M = '0', S = '0' } = found
  const year = Y ?? (y === undefined ? '1900' : `${Number(y) < 69 ? 20 : 19}${y}`)
  const [month, day, hour, minute, second] = [m, d, H, M, S].map(part => part.padStart(2, '0'))
  const isReal = !Number.isNaN(Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`))
  return isReal ? `${year}-${month}-${day} ${hour}:${minute}:${second}` : undefined
}
