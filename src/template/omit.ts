/** `default(omit)`: takes the argument away. A text that nobody can guess, so that no host can say it. */
import { randomUUID } from 'node:crypto'

export const omit = `__omit_place_holder__${randomUUID()}`

export function isOmit(value: unknown): boolean {
  return value === omit
}
