/** Filters that encode and decode: base64, JSON, YAML, URLs, hashes. */
import { createHash, getHashes } from 'node:crypto'
import { plugins } from '../evaluate/context.ts'
import { PythonError } from '../failure.ts'
import { dict } from '../values/dict.ts'
import { str } from '../values/text.ts'
import { truth } from '../values/truth.ts'
import { defined } from '../values/undefined.ts'
import { fromYaml, fromYamlAll } from './from-yaml.ts'
import { fromJson, type JsonOptions, toJson } from './json.ts'
import { text } from './plain-text.ts'
import { toYaml, yamlParameters } from './to-yaml.ts'
import { urlParts } from './url.ts'

const jsonParameters =
  'skipkeys=False, ensure_ascii=True, check_circular=True, allow_nan=True, separators=None, sort_keys=False, vault_to_text=True, preprocess_unsafe=False'

export const encodingFilters = plugins({
  b64encode: [
    'string, encoding="utf-8"',
    (value: unknown, encoding: unknown) => encode(str(value), encoding).toString('base64'),
  ],
  b64decode: ['string, encoding="utf-8"', (value: unknown, encoding: unknown) => decode(base64(str(value)), encoding)],
  hash: ['data, hashtype="sha1"', (value: unknown, type: unknown) => digest(str(type), str(value))],
  checksum: ['s', (value: unknown) => digest('sha1', str(value))],
  sha1: ['s', (value: unknown) => digest('sha1', str(value))],
  md5: ['s', (value: unknown) => digest('md5', str(value))],
  to_uuid: ['string, namespace="361E6D51-FAEC-444A-9079-341386DA8E2E"', uuid],
  to_json: [
    `a, indent=None, ${jsonParameters}`,
    (
      value: unknown,
      indent: unknown,
      skip: unknown,
      ascii: unknown,
      _circular: unknown,
      _nan: unknown,
      separators: unknown,
      sort: unknown,
    ) => toJson(value, json(indent, skip, ascii, separators, sort)),
  ],
  to_nice_json: [
    `a, indent=4, sort_keys=True, ${jsonParameters.replace(', sort_keys=False', '')}`,
    (value: unknown, indent: unknown, sort: unknown, skip: unknown, ascii: unknown) =>
      toJson(value, json(indent, skip, ascii, null, sort)),
  ],
  tojson: [
    'value, indent=None',
    (value: unknown, indent: unknown) => htmlSafe(toJson(value, json(indent, false, true, null, true))),
  ],
  from_json: ['s', (value: unknown) => fromJson(text(value, 'from_json'))],
  to_yaml: [
    `a, default_flow_style=None, ${yamlParameters}`,
    (value: unknown, flow: unknown, ...more: unknown[]) => toYaml(value, flow, null, more),
  ],
  to_nice_yaml: [
    `a, indent=4, ${yamlParameters.replace('indent=None, ', '')}`,
    (value: unknown, indent: unknown, ...more: unknown[]) => toYaml(value, false, indent, [null, ...more]),
  ],
  from_yaml: ['data', (value: unknown) => (typeof defined(value) === 'string' ? fromYaml(value as string) : value)],
  from_yaml_all: [
    'data',
    (value: unknown) => (typeof defined(value) === 'string' ? fromYamlAll(value as string) : value),
  ],
  urldecode: [
    'string',
    (value: unknown) =>
      decodeURIComponent(
        text(value, 'urldecode')
          .replaceAll('+', ' ')
          .replace(/%(?![\da-fA-F]{2})/g, '%25'),
      ),
  ],
  urlsplit: ['value, query=""', urlSplit],
})

function json(indent: unknown, skip: unknown, ascii: unknown, separators: unknown, sort: unknown): JsonOptions {
  return {
    indent: indent as JsonOptions['indent'],
    sortKeys: truth(sort),
    ensureAscii: truth(ascii),
    skipKeys: truth(skip),
    ...(Array.isArray(separators) && { separators: [str(separators[0]), str(separators[1])] as const }),
  } as JsonOptions
}

function htmlSafe(value: string): string {
  return value
    .replaceAll('<', '\\u003c')
    .replaceAll('>', '\\u003e')
    .replaceAll('&', '\\u0026')
    .replaceAll("'", '\\u0027')
}

type Encoding = 'utf8' | 'latin1' | 'utf16le' | 'ascii'

function encodingOf(name: unknown): Encoding {
  const known: Readonly<Record<string, Encoding>> = {
    'utf-8': 'utf8',
    utf8: 'utf8',
    'latin-1': 'latin1',
    latin1: 'latin1',
    'iso-8859-1': 'latin1',
    'utf-16-le': 'utf16le',
    ascii: 'ascii',
  }
  const found = known[str(name).toLowerCase()]
  if (!found) throw new PythonError(`unknown encoding: ${str(name)}`, { expected: Object.keys(known).join(', ') })
  return found
}

function encode(value: string, encoding: unknown): Buffer {
  return Buffer.from(value, encodingOf(encoding))
}

function decode(bytes: Buffer, encoding: unknown): string {
  const name = encodingOf(encoding)
  if (name !== 'utf8') return bytes.toString(name)
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    throw new PythonError('the bytes are not UTF-8 text')
  }
}

function base64(value: string): Buffer {
  const digits = value.replace(/[^A-Za-z0-9+/=]/g, '')
  const clean = digits.replace(/=+$/, '')
  if (clean.length % 4 === 1 || digits.length % 4 !== 0) throw new PythonError('Incorrect padding')
  return Buffer.from(clean, 'base64')
}

function digest(type: string, value: string): string {
  const name = type.toLowerCase().replaceAll('_', '-').replace(/^sha-/, 'sha')
  const known = [name, name.replace(/^sha3-/, 'sha3-'), type].find(one => getHashes().includes(one))
  if (known === undefined) throw new PythonError(`unsupported hash type ${type}`)
  return createHash(known).update(value).digest('hex')
}

/** A name-based UUID (version 5). */
function uuid(value: unknown, namespace: unknown): string {
  const space = str(namespace).replace(/[-{}]|^urn:uuid:/g, '')
  if (!/^[\da-f]{32}$/i.test(space)) throw new PythonError(`Invalid value '${str(namespace)}' for 'namespace'`)
  const hash = createHash('sha1').update(Buffer.from(space, 'hex')).update(str(value)).digest()
  hash[6] = ((hash[6] as number) & 0x0f) | 0x50
  hash[8] = ((hash[8] as number) & 0x3f) | 0x80
  return hash
    .toString('hex')
    .slice(0, 32)
    .replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-')
}

function urlSplit(value: unknown, query: unknown): unknown {
  const parts = urlParts(str(value))
  if (query === '') return dict(Object.entries(parts))
  if (!Object.hasOwn(parts, str(query)))
    throw new PythonError(`urlsplit: unknown URL component: ${str(query)}`, { expected: Object.keys(parts).join(', ') })
  return parts[str(query) as keyof typeof parts]
}
