/** `environment` of a play, its blocks and a task: variables for what a task runs. */
import { SwkError } from '../../errors/diagnostic.ts'
import { renderData, toPlain, type Vars } from '../../template/index.ts'
import { describe, isRecord } from '../../yaml/reader.ts'
import type { TaskSource } from '../types.ts'

export type Environment = Readonly<Record<string, string>>

/** The inner mapping over the outer; undefined: none. Throws SwkError. */
export function environmentOf({ outer }: TaskSource, vars: Vars): Environment | undefined {
  const layers = outer?.environment
  if (!layers) return undefined
  const merged: Record<string, string> = {}
  for (const { value, source, path } of layers) {
    const place = source.place(path)
    const rendered = toPlain(renderData(value, vars, more => source.place([...path, ...more])))
    for (const one of [rendered ?? {}].flat()) {
      if (!isRecord(one)) throw wrong('`environment` must be a mapping.', describe(rendered))
      for (const [name, text] of Object.entries(one)) {
        if (!/^[A-Za-z_]\w*$/.test(name))
          throw wrong(`\`${name}\` cannot be the name of an environment variable.`, name)
        merged[name] = typeof text === 'boolean' ? (text ? 'True' : 'False') : String(text ?? '')
      }
    }
    function wrong(message: string, found: string): SwkError {
      return new SwkError({ code: 'wrong-type', message, found, place })
    }
  }
  return merged
}
