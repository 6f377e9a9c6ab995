import { baseLayer } from './base.ts'
import type { Say } from './layer.ts'
import type { Image } from './record.ts'

/** The layers of an image, topmost first, built where they are not in the cache. */
export async function imageLayers(image: Image, serverName: string, say: Say): Promise<string[]> {
  const base = await baseLayer(say)
  return [base]
}
