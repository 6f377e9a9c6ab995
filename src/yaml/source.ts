/** A YAML file with its places: data for the program, file:line:column for people. */
import { type Alias, type Document, isAlias, LineCounter, type Node, parseDocument, type Scalar, visit } from 'yaml'
import type { Diagnostic, Place } from '../errors/diagnostic.ts'
import { SwkError } from '../errors/diagnostic.ts'
import { type Report, toData } from './data.ts'
import { locate, placeAt, placeOf, type Text } from './locate.ts'
import type { Location } from './location.ts'
import type { Anchors } from './nodes.ts'
import { controlCharacters, isAboutMeaning, onePerLine, problemsOf } from './problems.ts'
import { scalarTags } from './schema.ts'
import { readText } from './text.ts'
import { decryptText, decryptValue } from './vault.ts'

export interface Source {
  readonly file: string
  readonly text: string
  /** Plain data (yes/no are booleans; an octal literal like 0660 keeps its spelling as text). */
  readonly data: unknown
  /** Encrypted as a whole by ansible-vault: all that it holds is a secret. */
  readonly isSecret?: true
  /** Where a value stands (`key`: where its key stands). Falls back to the nearest parent that exists. */
  place(path: Location, part?: 'value' | 'key'): Place
}

export type SourceOptions = {
  /** A file without any value is null, rather than an error (variable files). */
  readonly allowEmpty?: boolean
}

/** Reads and parses a YAML file. Throws SwkError with all that is wrong with it. */
export function loadSource(file: string, options: SourceOptions = {}): Source {
  return parseSource(file, readText(file), options)
}

/** Parses YAML text; `file` is for the places only. Throws SwkError with all that is wrong with it, and nothing else. */
export function parseSource(file: string, given: string, options: SourceOptions = {}): Source {
  const { text: plain, isSecret } = decryptText(file, given)
  const text = { ...toText(file, plain.replace(/^\u{FEFF}/u, '')), ...(isSecret && { isSecret }) }
  refuse(controlCharacters(text))
  const doc = compose(text)
  const problems: Diagnostic[] = problemsOf(doc, text)
  if (!doc.errors.every(isAboutMeaning)) refuse(problems)
  const root = doc.contents as Node | null
  if (root === null || isBlank(root)) {
    if (!options.allowEmpty)
      refuse([{ code: 'missing-key', message: 'The file is empty.', place: placeAt(0, 1, text) }])
  }
  const anchors = anchorsOf(doc)
  const report: Report = (node, diagnostic) => problems.push({ ...diagnostic, place: placeOf(node, text) })
  const decrypted = (node: Scalar) => decryptValue(node, tagPlace(node, text), problems)
  const data = guard(text, () => toData(root, anchors, report, decrypted))
  refuse(onePerLine(problems))
  const place: Source['place'] = (path, part = 'value') => locate(path, part, { root, anchors, text })
  return { file, text: text.text, data, place, ...(isSecret && { isSecret }) }
}

function toText(file: string, text: string): Text {
  const lines = new LineCounter()
  lines.addNewLine(0)
  for (const { index } of text.matchAll(/\n/g)) lines.addNewLine(index + 1)
  return { file, text, lines }
}

function compose(text: Text): Document {
  return guard(text, () =>
    parseDocument(text.text, {
      schema: 'failsafe',
      customTags: scalarTags,
      resolveKnownTags: false,
      stringKeys: true,
      // Checked where data is made, with a message of our own.
      uniqueKeys: false,
      prettyErrors: false,
    }),
  )
}

/** Nesting thousands deep overflows the parser's stack: the file's fault, not a bug. */
function guard<T>(text: Text, work: () => T): T {
  try {
    return work()
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
    throw new SwkError({ code: 'yaml-syntax', message: 'The file is nested too deeply.', place: placeAt(0, 1, text) })
  }
}

/** Each alias with the node that carries its anchor: the last one before the alias. */
function anchorsOf(doc: Document): Anchors {
  const current = new Map<string, Node>()
  const anchors = new Map<Alias, Node>()
  visit(doc, (_, node) => {
    if (isAlias(node)) {
      const target = current.get(node.source)
      if (target) anchors.set(node, target)
    } else if ((node as { anchor?: string } | null)?.anchor) {
      current.set((node as { anchor: string }).anchor, node as Node)
    }
  })
  return anchors
}

/** Where the tag of a value stands. */
function tagPlace({ tag = '', range }: Scalar, text: Text): Place {
  return placeAt(Math.max(0, text.text.lastIndexOf(tag, range?.[0])), tag.length, text)
}

function isBlank(node: Node): boolean {
  return node.range !== null && node.range !== undefined && node.range[0] === node.range[1]
}

function refuse(diagnostics: readonly Diagnostic[]): void {
  if (diagnostics.length > 0) throw new SwkError(diagnostics)
}
