/** What a topology in YAML shows, with swk's own modules. */
import type { Module } from '../../../src/engine/module.ts'
import { catalogue, loadModules } from '../../../src/playbook/modules/index.ts'
import { moduleKey } from '../../../src/playbook/modules.ts'
import { compileTopology } from '../../../src/topology/index.ts'
import { type View, viewOf } from '../../../src/topology/show/view.ts'
import { parseSource } from '../../../src/yaml/source.ts'

const own = catalogue([])
const modules = await loadModules(own.keys(), own)

export function viewFrom(yaml: string): View {
  const source = parseSource('site.yaml', yaml)
  const find = (name: string) => modules.get(moduleKey(name)) as Module
  return viewOf(compileTopology(source.data, { source, path: [] }, find))
}
