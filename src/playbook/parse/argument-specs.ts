/** The task that holds a role to its `argument_specs`: the first one of the role. */
import type { Location } from '../../yaml/location.ts'
import { isRecord, type Reader, recordOf } from '../../yaml/reader.ts'
import type { Source } from '../../yaml/source.ts'
import type { TaskSource } from '../types.ts'

type Specs = {
  /** `meta/argument_specs.yml`, or `meta/main.yml`, where the role has them. */
  readonly files: readonly (Reader | undefined)[]
  readonly role: string
  /** The file of tasks that is run. */
  readonly entry: string
}

/** `at`: where the role is used. */
export function argumentSpecTask(at: Reader, { files, role, entry }: Specs): TaskSource | undefined {
  const file = files.find(one => isRecord(one?.value) && one.has('argument_specs'))
  const spec = file?.at('argument_specs').at(entry.replace(/\.(?:ya?ml|json)$/, ''))
  if (!spec || !isRecord(spec.value)) return undefined
  const options = spec.at('options')
  const { short_description } = recordOf(spec.value) as { readonly short_description?: string }
  const names = isRecord(options.value) ? Object.keys(recordOf(options.value) as object) : []
  const provided = Object.fromEntries(names.map(name => [name, `{{ ${name} | default(omit) }}`]))
  return {
    name: `Validating arguments against arg spec '${entry}'${short_description === undefined ? '' : ` - ${short_description}`}`,
    module: 'validate_argument_spec',
    args: {
      argument_spec: withoutTexts(options.value ?? {}),
      provided_arguments: provided,
      validate_args_context: { type: 'role', name: role, argument_spec_name: entry },
    },
    source: placedAt(at, options),
    ...{ path: at.path, argsPath: at.path },
    ...{ when: [], notify: [], listen: [], tags: ['always'], vars: {}, loopVar: 'item' },
  }
}

/** What is wrong with an argument is wrong where it is given to the role, as far as that stands there. */
function placedAt({ source, path }: Reader, options: Reader): Source {
  return {
    ...source,
    place(full, part) {
      const [key, ...rest] = full.slice(path.length)
      if (key === 'argument_spec') return options.source.place([...options.path, ...rest], part)
      if (key !== 'provided_arguments') return source.place(path, part)
      const places = [path, [...path, 'vars'], [...path.slice(0, -1), 'vars']]
      const holder = places.find(one => isHeld(source.data, [...one, ...rest.slice(0, 1)]))
      return holder ? source.place([...holder, ...rest], part) : source.place(path)
    },
  }
}

const isHeld = (data: unknown, path: Location): boolean =>
  path.reduce<unknown>((at, key) => (Object(recordOf(at)) as Record<string | number, unknown>)[key], data) !== undefined

/** What is written for people may look like templates. */
function withoutTexts(options: unknown): unknown {
  if (Array.isArray(options) || !isRecord(options)) return options
  return Object.fromEntries(
    Object.entries(recordOf(options) as object).map(([name, option]: [string, unknown]) => {
      if (!isRecord(option)) return [name, option]
      const { description: _, default: __, options: inner, ...rest } = recordOf(option) as Record<string, unknown>
      return [name, { ...rest, ...(inner !== undefined && { options: withoutTexts(inner) }) }]
    }),
  )
}
