/** `vars_files` of a play. */
import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import type { Collector } from '../errors/collect.ts'
import { type Place, SwkError } from '../errors/diagnostic.ts'
import { loadDefinitions, valuesOf } from '../yaml/definitions.ts'
import type { Play } from './types.ts'

/** The variables of the play's vars_files; undefined where one cannot be read. */
export function varsFiles(play: Play, playbookDir: string, problems: Collector): Record<string, unknown> | undefined {
  const files = play.varsFiles.map((name, i) =>
    problems.attempt(() => {
      const place = play.source.place([...play.path, 'vars_files', i])
      return valuesOf(loadDefinitions(existing(playbookDir, [name].flat(), place)))
    }),
  )
  return files.includes(undefined) ? undefined : Object.assign({}, ...files)
}

function existing(dir: string, names: readonly string[], place: Place): string {
  const files = names.flatMap(name => [resolve(dir, name), resolve(dir, 'vars', name)])
  const file = files.find(one => existsSync(one))
  if (file !== undefined) return file
  throw new SwkError({
    code: 'file-not-found',
    message: `The variables file ${names.join(' or ')} does not exist.`,
    place,
    expected: files.filter((_, i) => i % 2 === 0).join(' or '),
  })
}
