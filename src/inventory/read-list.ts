/** `-i hs1,hs2,`: the hosts themselves, without a file. */
import type { Collector } from '../errors/collect.ts'
import type { Source } from '../yaml/source.ts'
import { lineSource } from './read-ini.ts'
import type { WrittenInventory } from './written.ts'

export function readList(text: string, into: WrittenInventory, problems: Collector): Source {
  const source = lineSource(text, [text])
  for (const entry of text.split(',')) {
    const name = entry.trim()
    if (name === '') continue
    const path = [1, text.indexOf(name) + 1, name.length]
    const wrong = into.addHosts('all', name, { source, path }, new Map())
    if (wrong !== undefined)
      problems.add({ code: 'bad-value', message: wrong, place: { ...source.place(path), file: '--inventory' } })
  }
  return source
}
