/** Arguments of which a part waits for a result: what the rest tells of what the task is about. Pure. */
import { isRecord } from '../../yaml/reader.ts'

/** The arguments that do not wait, and of the others what is written around their expressions. */
export function withoutWaiting(
  data: Readonly<Record<string, unknown>>,
  waits: (value: unknown) => boolean,
): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(data).map(([key, value]) => [key, waits(value) ? aroundOf(value) : value]))
}

function aroundOf(value: unknown): unknown {
  if (typeof value === 'string') return value.replace(/\{\{[\s\S]*?\}\}|\{%[\s\S]*?%\}/g, '')
  if (Array.isArray(value)) return value.map(aroundOf)
  return isRecord(value) ? Object.fromEntries(Object.entries(value).map(([key, one]) => [key, aroundOf(one)])) : value
}
