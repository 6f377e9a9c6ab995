/** YAML as PyYAML reads it (version 1.1): `yes` is true, 0644 is octal, 1:30 is 90. */
import { type Document, isAlias, isMap, isScalar, isSeq, LineCounter, type Node, parseAllDocuments } from 'yaml'
import { float, int } from '../../python/number.ts'
import { PythonError } from '../failure.ts'
import { dict, entries, isDict, keyOf } from '../values/dict.ts'

export function fromYaml(text: string): unknown {
  const documents = fromYamlAll(text)
  if (documents.length > 1)
    throw new PythonError('the text holds several YAML documents', { hint: 'read them with from_yaml_all' })
  return documents[0] ?? null
}

export function fromYamlAll(text: string): unknown[] {
  const lines = new LineCounter()
  const documents = parseAllDocuments(text, {
    schema: 'failsafe',
    resolveKnownTags: false,
    uniqueKeys: false,
    prettyErrors: false,
    lineCounter: lines,
    logLevel: 'silent',
  })
  if (!Array.isArray(documents)) return []
  return documents.map(document => {
    const [error] = document.errors
    if (error) {
      const { line, col } = lines.linePos(error.pos[0])
      throw new PythonError(`the text is not YAML: ${error.message} (line ${line}, column ${col})`)
    }
    return dataOf(document.contents, document)
  })
}

function dataOf(node: unknown, document: Document): unknown {
  if (isAlias(node)) {
    const target = node.resolve(document)
    if (!target) throw new PythonError(`the text is not YAML: found undefined alias '${node.source}'`)
    return dataOf(target, document)
  }
  if (isScalar(node)) {
    const text = String(node.value ?? '')
    if (node.tag !== undefined) return tagged(node.tag, text)
    return node.type === 'PLAIN' ? resolveScalar(text) : text
  }
  if (isSeq(node)) return node.items.map(item => dataOf(item, document))
  if (isMap(node)) {
    const merged: [unknown, unknown][] = []
    const own: [unknown, unknown][] = []
    for (const { key, value } of node.items) {
      const name = dataOf(key, document)
      keyOf(name)
      if (name === '<<' && (key as Node & { type?: string }).type === 'PLAIN')
        merged.unshift(...mergedPairs(dataOf(value, document)))
      else own.push([name, dataOf(value, document)])
    }
    return dict([...merged, ...own])
  }
  return null
}

function mergedPairs(value: unknown): [unknown, unknown][] {
  if (Array.isArray(value)) return value.toReversed().flatMap(mergedPairs)
  if (!isDict(value)) throw new PythonError('the text is not YAML: expected a mapping or list of mappings for merging')
  return [...entries(value)]
}

function tagged(tag: string, text: string): unknown {
  const name = tag.replace(/^tag:yaml.org,2002:/, '')
  if (name === 'str' || name === '!') return text
  if (name === 'int' || name === 'float' || name === 'bool' || name === 'null') {
    const value = resolveScalar(text)
    return name === 'float' && typeof value === 'number' ? float(value) : value
  }
  throw new PythonError(`the text is not YAML that can be read: could not determine a constructor for the tag '${tag}'`)
}

/** A plain scalar's value. */
export function resolveScalar(text: string): unknown {
  if (/^(?:~|null|Null|NULL|)$/.test(text)) return null
  if (/^(?:yes|Yes|YES|true|True|TRUE|on|On|ON)$/.test(text)) return true
  if (/^(?:no|No|NO|false|False|FALSE|off|Off|OFF)$/.test(text)) return false
  const clean = text.replaceAll('_', '')
  const sign = clean.startsWith('-') ? -1 : 1
  const digits = clean.replace(/^[-+]/, '')
  if (/^[-+]?0b[01_]+$/.test(text) || /^[-+]?0x[\da-fA-F_]+$/.test(text)) return int(BigInt(sign) * BigInt(digits))
  if (/^[-+]?0[0-7_]+$/.test(text)) return int(BigInt(sign) * BigInt(`0o${digits.slice(1)}`))
  if (/^[-+]?(?:0|[1-9][\d_]*)$/.test(text)) return int(BigInt(sign) * BigInt(digits))
  if (/^[-+]?[1-9][\d_]*(?::[0-5]?\d)+$/.test(text)) return int(sign * sixties(digits))
  if (/^[-+]?\d[\d_]*(?::[0-5]?\d)+\.[\d_]*$/.test(text)) return float(sign * sixties(digits))
  if (/^(?:[-+]?\d[\d_]*\.[\d_]*(?:[eE][-+]\d+)?|\.[\d][\d_]*(?:[eE][-+]\d+)?)$/.test(text)) return float(Number(clean))
  if (/^[-+]?\.(?:inf|Inf|INF)$/.test(text)) return sign * Infinity
  return /^\.(?:nan|NaN|NAN)$/.test(text) ? Number.NaN : text
}

function sixties(digits: string): number {
  return digits.split(':').reduce((sum, part) => sum * 60 + Number(part), 0)
}

/** PyYAML would make a date of it, which prints as it is written: here it stays text, and is written in quotes. */
export function isDate(text: string): boolean {
  return (
    /^\d{4}-\d\d-\d\d$/.test(text) ||
    /^\d{4}-\d\d?-\d\d?(?:[Tt]|[ \t]+)\d\d?:\d\d:\d\d(?:\.\d*)?(?:[ \t]*(?:Z|[-+]\d\d?(?::\d\d)?))?$/.test(text)
  )
}
