/** Scalars as Ansible's users write them. */
import type { ScalarTag, Tags } from 'yaml'
import { float } from '../python/number.ts'

/** A value that ansible-vault has encrypted. */
export const vaultTags: readonly string[] = ['!vault', '!vault-encrypted']

/**
 * Scalars as Ansible's users write them (PyYAML's YAML 1.1), without its traps: no sexagesimals, no timestamps, and an
 * octal-looking integer (0660, 0o660) stays text, so that a file mode keeps its spelling also through a variable.
 */
export const scalarTags: Tags = [
  ...['!unsafe', ...vaultTags].map(tag => ({ tag, resolve: (text: string) => text })),
  tag('null', /^(?:~|[Nn]ull|NULL)?$/, () => null),
  tag('bool', /^(?:[Yy]es|YES|[Tt]rue|TRUE|[Oo]n|ON)$/, () => true),
  tag('bool', /^(?:[Nn]o|NO|[Ff]alse|FALSE|[Oo]ff|OFF)$/, () => false),
  tag('int', /^[-+]?(?:0|[1-9][0-9]*)$/, exact),
  tag('int', /^[-+]?0(?:x[0-9a-fA-F]+|b[01]+)$/, exact),
  // Thousands only: what else has a `_` (2024_01) is rather a name.
  tag('int', /^[-+]?[1-9][0-9]{0,2}(?:_[0-9]{3})+$/, text => exact(text.replaceAll('_', ''))),
  tag('float', /^(?:[-+]?[0-9]+\.[0-9]*|\.[0-9]+)(?:[eE][-+][0-9]+)?$/, text => float(Number(text))),
  tag('float', /^[-+]?\.(?:inf|Inf|INF)$/, text => (text.startsWith('-') ? -1 : 1) * Number.POSITIVE_INFINITY),
  tag('float', /^\.(?:nan|NaN|NAN)$/, () => Number.NaN),
]

function tag(name: string, test: RegExp, resolve: (text: string) => unknown): ScalarTag {
  return { tag: `tag:yaml.org,2002:${name}`, default: true, test, resolve: text => resolve(text) }
}

/** An integer that a JavaScript number can't hold exactly stays text, so that no digit is lost. */
function exact(text: string): number | string {
  const value = /^[-+]/.test(text) ? (text.startsWith('-') ? -1 : 1) * Number(text.slice(1)) : Number(text)
  return Number.isSafeInteger(value) ? value + 0 : text
}
