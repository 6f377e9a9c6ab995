/** An answer as Ansible's `uri` registers it. */
import type { HttpState } from './state.ts'

export function describeAnswer(answer: HttpState, url: string, withContent: boolean): Record<string, unknown> {
  const { status, error } = answer
  const msg = error ?? `${status < 400 ? 'OK' : 'HTTP Error'} (${Buffer.byteLength(answer.body)} bytes)`
  const about = { url: answer.url ?? url, status, msg, redirected: answer.url !== undefined }
  return { ...headersOf(answer.headers), ...cookiesOf(answer.headers), ...about, ...contentOf(answer, withContent) }
}

/** `Content-Type` is registered as `content_type`; several of a name in one text. */
function headersOf(headers: string): Record<string, string> {
  const found: Record<string, string> = {}
  for (const [, name = '', value = ''] of headers.matchAll(/^([\w-]+):[ \t]*(.*?)\r?$/gm)) {
    const key = name.toLowerCase().replaceAll('-', '_')
    if (key !== 'swk_url') found[key] = Object.hasOwn(found, key) ? `${found[key]}, ${value}` : value
  }
  return found
}

function cookiesOf(headers: string): Record<string, unknown> {
  const all = [...headers.matchAll(/^set-cookie:[ \t]*([^=;\n]+)=([^;\n]*)/gim)]
  const cookies = Object.fromEntries(all.map(([, name = '', value = '']) => [name.trim(), value.trim()]))
  return {
    cookies,
    cookies_string: Object.entries(cookies)
      .map(([name, value]) => `${name}=${value}`)
      .join('; '),
  }
}

/** The body is `content` where it was asked for, and always data where it is JSON. */
function contentOf(answer: HttpState, withContent: boolean): Record<string, unknown> {
  const content = withContent ? { content: answer.body } : {}
  if (!/^content-type:\s*(?:application|text)\/(?:[\w.+-]*\+)?(?:json|javascript)/im.test(answer.headers))
    return content
  try {
    return { ...content, json: JSON.parse(answer.body) }
  } catch {
    return content
  }
}
