/** Runs a module on data: arguments and what is observed in, wanted states out. */
import { readdirSync } from 'node:fs'
import { type HostView, type Module, Refusal, refKey, type State, type Want } from 'swk'

export type World = Readonly<Record<string, State | null>>

/** What `absent: [...]` would make of the host; `behind`: absent things are unknown, as behind a package. */
export type Seen = { readonly world?: World; readonly behind?: boolean }

export class NotNamed extends Error {}

/** Arguments as the loader hands them over: parsed, prepared. Throws the zod error. */
export function parsed(
  module: Module,
  args: unknown,
  sources: Partial<Parameters<NonNullable<Module['prepare']>>[1]> = {},
): unknown {
  const given = module.args.parse(args)
  const project = { tree: () => undefined, verbosity: 0, unique: 'unique', ...sources }
  return module.prepare ? module.prepare(given, project as never) : given
}

/** The wants of a module. A resource that `reads` did not name cannot be seen. */
export function plan(module: Module, args: unknown, world: World = {}, sources = {}): readonly Want[] {
  const given = parsed(module, args, sources)
  return module.plan(given, observe(module, given, world))
}

export function observe(module: Module, given: unknown, world: World): HostView {
  const named = new Set(module.reads(given).map(refKey))
  const state: HostView['state'] = ref => {
    if (!named.has(refKey(ref))) throw new NotNamed(`${refKey(ref)} is not among the reads of ${module.name}`)
    return world[refKey(ref)] ?? null
  }
  return {
    state,
    mayExist: () => false,
    isMade: () => false,
    text(path) {
      const found = state({ kind: 'path', id: path })
      if (found === null) return null
      if (typeof found.text !== 'string') throw new Refusal('binary')
      return found.text
    },
  }
}

/** The wants that differ from what is: what the engine would change. */
export function changes(module: Module, args: unknown, world: World = {}, sources = {}): readonly Want[] {
  return plan(module, args, world, sources).filter(want => differs(want, world[refKey(want)] ?? null))
}

function differs({ state }: Want, now: State | null): boolean {
  if (state === null || now === null) return state !== now
  return Object.entries(state).some(([field, value]) => JSON.stringify(value) !== JSON.stringify(now[field]))
}

/** The faults that the schema finds: `path: message [code]`. */
export function faults(module: Module, args: unknown): readonly string[] {
  const found = module.args.safeParse(args)
  if (found.success) return []
  return found.error.issues.map(issue => {
    const code = issue.code === 'custom' ? issue.params?.code : issue.code
    return `${issue.path.join('.')}: ${issue.message} [${code}]`
  })
}

export async function allModules(): Promise<readonly Module[]> {
  const folder = new URL('../../modules/', import.meta.url)
  const files = readdirSync(folder)
    .filter(file => file.endsWith('.ts'))
    .sort()
  return Promise.all(files.map(async file => (await import(new URL(file, folder).href)).default as Module))
}
