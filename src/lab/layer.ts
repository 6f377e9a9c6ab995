import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, renameSync } from 'node:fs'
import { join } from 'node:path'
import { must } from './exec.ts'
import { withLock } from './lock.ts'
import { cacheFolder } from './paths.ts'

export type Say = (line: string) => void

export type LayerRecipe = {
  /** What it is, for people and as the first part of its folder's name. */
  kind: string
  /** All that decides what comes out. */
  inputs: unknown
  /** Makes `upper` in the empty folder `work`. */
  build(work: string): Promise<void>
}

/** A built layer: where it is, and what tells it from others. */
export type Layer = { folder: string; digest: string }

/** A layer from the cache, or built now, by one process, whole or not at all. */
export async function layer(recipe: LayerRecipe, say: Say): Promise<Layer> {
  const digest = createHash('sha256').update(JSON.stringify(recipe.inputs)).digest('hex').slice(0, 16)
  const folder = join(cacheFolder(), `${recipe.kind}-${digest}`)
  if (existsSync(folder)) return { folder, digest }
  return withLock(join(cacheFolder(), `${recipe.kind}.lock`), async () => {
    if (existsSync(folder)) return { folder, digest }
    await removeAbandoned(recipe.kind)
    const work = join(cacheFolder(), `${recipe.kind}.building-${process.pid}`)
    mkdirSync(work, { recursive: true })
    const start = Date.now()
    say(`building ${recipe.kind} (kept in ${cacheFolder()})`)
    try {
      await recipe.build(work)
      await must(['sync', '--file-system', work]) // what is in the cache is whole, also after a power cut
      renameSync(join(work, 'upper'), folder)
    } finally {
      await remove(work)
    }
    say(`built ${recipe.kind} in ${((Date.now() - start) / 1000).toFixed(1)} s`)
    return { folder, digest }
  })
}

/** Builds that were killed leave a folder and no mount: mounts are made in a namespace that dies with the build. */
async function removeAbandoned(kind: string) {
  const abandoned = readdirSync(cacheFolder()).filter(name => name.startsWith(`${kind}.building-`))
  for (const name of abandoned) await remove(join(cacheFolder(), name))
}

const remove = (folder: string) => must(['rm', '-rf', '--one-file-system', folder])
