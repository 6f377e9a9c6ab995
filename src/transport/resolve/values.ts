/** Values of connection variables: text as it is written -> what it stands for. */
import { homedir } from 'node:os'
import { booleans } from './variables.ts'

export type Wrong = { readonly wrong: string }
export type Parse<T> = (text: string) => T | Wrong

export const text: Parse<string> = value => value

export const path: Parse<string> = value => value.replace(/^~(?=\/|$)/, homedir())

export const port: Parse<number> = value => {
  const number = Number(value)
  return Number.isInteger(number) && number > 0 && number < 65536 ? number : { wrong: `${value} is not a port` }
}

export const seconds: Parse<number> = value =>
  /^[1-9][0-9]*$/.test(value) ? Number(value) : { wrong: `${value} is not a number of seconds` }

export const flag: Parse<boolean> = value => {
  if (booleans.yes.test(value)) return true
  return booleans.no.test(value) ? false : { wrong: `${value} is not a boolean` }
}

export function isWrong(value: unknown): value is Wrong {
  return typeof value === 'object' && value !== null && 'wrong' in value
}
