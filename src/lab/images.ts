import { baseLayer } from './base.ts'
import type { Say } from './layer.ts'
import { serverLayer, softwareLayer } from './monolith.ts'
import type { Image } from './record.ts'

/** The layers of an image, topmost first, built where they are not in the cache. */
export async function imageLayers(image: Image, serverName: string, say: Say): Promise<string[]> {
  const base = await baseLayer(say)
  if (image === 'base') return [base.folder]
  const software = await softwareLayer(base, say)
  const server = await serverLayer(software, base, serverName, say)
  return [server.folder, software.folder, base.folder]
}
