/** Bodies of requests as Ansible's `uri` encodes them, and who asks. */

import { sha256 } from './content.ts'
import { nameOf } from './paths.ts'

export type BodyFormat = 'raw' | 'json' | 'form-urlencoded' | 'form-multipart'

export type Encoded = { readonly body: string; readonly type?: string }

/** A part of a form: a text, or a file with its content. */
type Part = { readonly filename?: string; readonly content?: string; readonly mime_type?: string }

/** `read`: the text of a file of the project, which a part names. */
export function encodeBody(body: unknown, format: BodyFormat, read: (name: string) => string): Encoded | undefined {
  if (body === undefined) return undefined
  if (format === 'form-multipart') return multipart(body as Record<string, unknown>, read)
  if (format === 'form-urlencoded')
    return { body: typeof body === 'string' ? body : urlencoded(body), type: 'application/x-www-form-urlencoded' }
  const text = typeof body === 'string' ? body : JSON.stringify(body)
  return format === 'json' ? { body: text, type: 'application/json' } : { body: text }
}

/** A mapping, or a list of pairs. */
function urlencoded(body: unknown): string {
  const pairs = Array.isArray(body) ? (body as [string, unknown][]) : Object.entries(body as Record<string, unknown>)
  return new URLSearchParams(
    pairs.flatMap(([key, value]) => [value].flat().map((one): [string, string] => [String(key), String(one)])),
  ).toString()
}

function multipart(fields: Readonly<Record<string, unknown>>, read: (name: string) => string): Encoded {
  const parts = Object.entries(fields).map(([name, value]) => partOf(name, value, read))
  const boundary = `swk-${sha256(parts.join(''))}`
  const body = parts.map(part => `--${boundary}\r\n${part}\r\n`).join('')
  return { body: `${body}--${boundary}--\r\n`, type: `multipart/form-data; boundary=${boundary}` }
}

function partOf(name: string, value: unknown, read: (name: string) => string): string {
  const { filename, content, mime_type }: Part =
    typeof value === 'object' && value !== null ? (value as Part) : { content: String(value) }
  const file = filename === undefined ? '' : `; filename="${quoted(nameOf(filename))}"`
  const type = mime_type ?? (filename === undefined ? 'text/plain' : 'application/octet-stream')
  const head = `Content-Disposition: form-data; name="${quoted(name)}"${file}\r\nContent-Type: ${quoted(type)}`
  return `${head}\r\n\r\n${content ?? read(filename ?? '')}`
}

const quoted = (text: string): string => text.replace(/[\r\n]/g, ' ').replaceAll('"', '%22')

/** The header for a user and password. */
export const basicAuth = (user: string, password: string): string =>
  `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`
