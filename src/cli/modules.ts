import { existsSync, readdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Module } from '../engine/module.ts'
import { didYouMean } from '../errors/suggest.ts'
import { modulesFolder } from '../package.ts'
import { sameModule } from '../playbook/modules.ts'
import { provideSwk } from '../swk-import.ts'
import { parse, usage } from './args.ts'
import type { Command } from './io.ts'
import { manual } from './manual.ts'

/** `swk modules [NAME]`: swk's own modules and those in the modules/ folder here; the manual of one. */
export const modules: Command = async (argv, io) => {
  const [wanted, ...more] = parse(argv, {}).positionals
  if (more.length > 0) throw usage('modules takes one name')
  const files = moduleFiles([modulesFolder, resolve('modules')])
  if (wanted === undefined) {
    const all = await Promise.all([...files.values()].map(load))
    const width = Math.max(...all.map(({ name }) => name.length))
    for (const { name, summary } of all) io.out(`${name.padEnd(width)}  ${summary}\n`)
    return 0
  }
  const name = [...files.keys()].find(known => sameModule(known, wanted))
  const file = name === undefined ? undefined : files.get(name)
  if (!file) throw usage(`there is no module "${wanted}"`, didYouMean(wanted, files.keys()) ?? 'swk modules lists them')
  io.out(manual(await load(file)))
  return 0
}

/** Name -> file; what comes first is found first. */
function moduleFiles(folders: readonly string[]): ReadonlyMap<string, string> {
  const files = new Map<string, string>()
  for (const folder of new Set(folders)) {
    if (!existsSync(folder)) continue
    for (const file of readdirSync(folder).sort()) {
      const name = /^([\w-]+)\.(?:ts|js|mjs)$/.exec(file)?.[1]
      if (name !== undefined && !files.has(name)) files.set(name, join(folder, file))
    }
  }
  return files
}

async function load(file: string): Promise<Module> {
  provideSwk()
  return (await import(pathToFileURL(file).href)).default
}
