/** What filters, tests and functions may ask of the template that calls them. */
import type { Files } from '../files.ts'

export type Keywords = ReadonlyMap<string, unknown>

export type Context = {
  /** The value of a variable; Undefined where nothing defines it. */
  variable(name: string): unknown
  /** Names of all variables. */
  names(): Iterable<string>
  callFilter(name: string, value: unknown, args: readonly unknown[], keywords: Keywords): unknown
  callTest(name: string, value: unknown, args: readonly unknown[], keywords: Keywords): boolean
  hasFilter(name: string): boolean
  hasTest(name: string): boolean
  /** Renders a text with the variables of the template, and `more` over them. */
  render(text: string, more?: Readonly<Record<string, unknown>>, file?: string): unknown
  /** Files of the controller; undefined where a template may read none. */
  readonly files: Files | undefined
}

/** A filter, test or function: what it is called with is put in order by its signature. */
export type Plugin = {
  readonly parameters: string
  readonly run: (context: Context, ...args: never[]) => unknown
}

type Table<First extends unknown[]> = Readonly<
  Record<string, readonly [parameters: string, run: (...args: [...First, ...never[]]) => unknown]>
>

/** Plugins by name, without a context. The first parameter is the value that is filtered or tested. */
export function plugins(table: Table<[]>): Readonly<Record<string, Plugin>> {
  return Object.fromEntries(
    Object.entries(table).map(([name, [parameters, run]]) => [
      name,
      { parameters, run: (_context, ...args) => run(...args) },
    ]),
  )
}

/** The same with the context before the value. */
export function contextual(table: Table<[Context]>): Readonly<Record<string, Plugin>> {
  return Object.fromEntries(Object.entries(table).map(([name, [parameters, run]]) => [name, { parameters, run }]))
}
