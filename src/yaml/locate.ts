/** Where a value or its key stands in the text, by its path in the data. */
import { isAlias, isMap, isScalar, isSeq, type LineCounter, type Node, type Pair } from 'yaml'
import type { Place } from '../errors/diagnostic.ts'
import type { Location } from './location.ts'
import { type Anchors, deref, findPair } from './nodes.ts'

export type Text = {
  readonly file: string
  readonly text: string
  readonly lines: LineCounter
  /** Decrypted: its lines are not shown. */
  readonly isSecret?: true
}

type Parsed = { readonly root: Node | null; readonly anchors: Anchors; readonly text: Text }

/** The place of `path`, through aliases and merges to where it is written; of the nearest parent where it doesn't exist. */
export function locate(path: Location, part: 'value' | 'key', { root, anchors, text }: Parsed): Place {
  let node = root
  let key: unknown = null
  for (const step of path) {
    const inner = deref(node, anchors)
    const pair: Pair | undefined = isMap(inner) ? findPair(inner, String(step), anchors) : undefined
    const item = isSeq(inner) ? inner.items[Number(step)] : undefined
    if (pair === undefined && item === undefined) return placeOf(isEmpty(node) ? (key ?? node) : node, text)
    key = pair?.key ?? null
    node = (pair ? pair.value : item) as Node | null
  }
  if (key !== null && (part === 'key' || isEmpty(node))) return placeOf(key, text)
  return placeOf(isEmpty(node) ? root : writtenAt(node, anchors), text)
}

/** The place of a node: the scalar or flow collection that begins there, cut at the end of its first line. */
export function placeOf(node: unknown, text: Text): Place {
  const range = (node as Node | null)?.range ?? [0, 0, 0]
  const length = isSeq(node) && !node.flow ? 1 : isMap(node) && !node.flow ? firstKeyLength(node) : range[1] - range[0]
  return placeAt(range[0], length, text)
}

/** The place of `length` characters at an offset of the text. */
export function placeAt(offset: number, length: number, { file, text, lines, isSecret }: Text): Place {
  const { line, col } = lines.linePos(Math.min(offset, text.length))
  const start = lines.lineStarts[line - 1] ?? 0
  const end = text.indexOf('\n', start)
  const source = text.slice(start, end < 0 ? text.length : end).replace(/\r$/, '')
  const column = Math.max(1, Math.min(col, source.length + 1))
  const rest = source.slice(column - 1).trimEnd().length
  return { file, line, column, length: Math.max(1, Math.min(length, rest)), ...(!isSecret && { source }) }
}

function writtenAt(node: Node | null, anchors: Anchors): Node | null {
  return isAlias(node) ? deref(node, anchors) : node
}

function firstKeyLength(map: { readonly items: readonly Pair[] }): number {
  const range = (map.items[0]?.key as Node | undefined)?.range
  return range ? range[1] - range[0] : 1
}

function isEmpty(node: Node | null): boolean {
  return (
    node === null ||
    (isScalar(node) && node.range !== null && node.range !== undefined && node.range[0] === node.range[1])
  )
}
