/** The modes that are in a tree, as recurse.sh prints them: `d755 f644 `. Pure. */
import type { State } from '../kind.ts'

export const modesText = (all: readonly string[]): string =>
  [...new Set(all.filter(Boolean))]
    .sort()
    .map(one => `${one} `)
    .join('')

export const modeText = ({ type, mode }: State): string =>
  `${type === 'directory' ? 'd' : 'f'}${String(mode).replace(/^0+(?=.)/, '')}`
