/** Loads the compiler of topologies with the modules that it uses: only where a topology is declared or recorded. */
import { isDeepStrictEqual } from 'node:util'
import type { CompileRecorded, Module } from '../engine/index.ts'
import { renderData, toPlain } from '../template/index.ts'
import type { CompiledTopology } from '../topology/index.ts'
import type { Location } from '../yaml/location.ts'
import { parseSource, type Source } from '../yaml/source.ts'
import type { BindContext } from './bind/index.ts'
import { catalogue, loadModules } from './modules/index.ts'
import { moduleKey } from './modules.ts'
import type { Play } from './types.ts'

type Compile = (topology: unknown, at: { readonly source: Source; readonly path: Location }) => CompiledTopology

export async function loadTopologyCompiler(): Promise<Compile> {
  const { compileTopology, usedModules } = await import('../topology/index.ts')
  const modules = await loadModules(usedModules, catalogue([]))
  const find = (name: string): Module => {
    const module = modules.get(moduleKey(name))
    if (!module) throw new TypeError(`the topology needs the module ${name}`)
    return module
  }
  return (topology, at) => compileTopology(topology, at, find)
}

/** Compiles what the journal of a host has recorded. */
export async function loadRecordedCompiler(): Promise<CompileRecorded> {
  const compile = await loadTopologyCompiler()
  return (former, instead) => compileRecorded(compile, former, instead)
}

/** A way back to no topology goes by what else the present one says. */
export function compileRecorded(compile: Compile, former: unknown, instead: unknown): ReturnType<CompileRecorded> {
  const { synapse } = (instead ?? {}) as { readonly synapse?: Readonly<Record<string, unknown>> }
  const topology = former ?? { synapse: { ...synapse, workers: {} } }
  const source = parseSource('the journal of the host', JSON.stringify({ topology }))
  const compiled = compile(topology, { source, path: ['topology'] })
  return { ...compiled, isMonolith: compiled.deployment.workers.length === 0 }
}

/** Compiles the topology of a play for its hosts, once for all of which it says the same. */
export async function topologyOf(play: Play): Promise<NonNullable<BindContext['compile']>> {
  const compile = await loadTopologyCompiler()
  const path = [...play.path, 'topology']
  const known: { readonly topology: unknown; readonly bound: ReturnType<NonNullable<BindContext['compile']>> }[] = []
  return (_host, vars) => {
    const topology = toPlain(
      renderData(play.topology, vars, more => play.source.place([...path, ...more]), { native: true }),
    )
    const same = known.find(one => isDeepStrictEqual(one.topology, topology))
    if (same !== undefined) return same.bound
    const compiled = compile(topology, { source: play.source, path })
    const { evidence } = compiled
    const declared = {
      topology: { declared: topology, evidence },
      compile: (former: unknown, instead: unknown) => compileRecorded(compile, former, instead),
    }
    const bound = { ...compiled, declared }
    known.push({ topology, bound })
    return bound
  }
}
