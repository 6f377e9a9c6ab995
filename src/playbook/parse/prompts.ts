/** `vars_prompt` of a play. */
import { hintFor } from '../../errors/suggest.ts'
import type { Reader } from '../../yaml/reader.ts'
import type { Prompt } from '../types.ts'
import { readName } from './shared.ts'

const keys = ['name', 'prompt', 'private', 'default', 'confirm']

export function readPrompts(reader: Reader, what: string): Prompt[] {
  return (reader.items(what) ?? []).flatMap(item => {
    for (const [key, one] of item.entries('A prompt') ?? [])
      if (!keys.includes(key))
        one.fail({
          code: 'not-supported',
          message: `\`${key}\` of a prompt is not supported.`,
          at: 'key',
          ...hintFor(key, keys),
        })
    if (!item.has('name'))
      return (
        item.fail({ code: 'missing-key', message: 'The prompt has no `name`.', expected: 'the name of a variable' }) ??
        []
      )
    const name = readName(item.at('name'), '`name`')
    const flag = (key: string, otherwise: boolean) =>
      (item.has(key) ? item.at(key).flag(`\`${key}\``) : undefined) ?? otherwise
    if (name === undefined) return []
    const text = item.has('prompt') ? (item.at('prompt').text('`prompt`') ?? name) : name
    const more = item.has('default') ? { default: item.at('default').value } : {}
    return [{ name, text, isPrivate: flag('private', true), isConfirmed: flag('confirm', false), ...more }]
  })
}
