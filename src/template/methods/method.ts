/** A method of a type: called with its object, and arguments that its signature puts in order. */
import { bind, signature } from '../evaluate/signature.ts'

export type Method = (self: unknown, args: readonly unknown[], keywords: ReadonlyMap<string, unknown>) => unknown

export function method<T>(name: string, parameters: string, run: (self: T, ...args: never[]) => unknown): Method {
  return (self, args, keywords) =>
    run(self as T, ...(bind(`${name}()`, signature(parameters), args, keywords) as never[]))
}

/** Methods by name, each with its signature. */
export function methods<T>(
  table: Readonly<Record<string, readonly [parameters: string, run: (self: T, ...args: never[]) => unknown]>>,
): Readonly<Record<string, Method>> {
  return Object.fromEntries(
    Object.entries(table).map(([name, [parameters, run]]) => [name, method(name, parameters, run)]),
  )
}
