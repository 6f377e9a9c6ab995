/** A preset by its name: what it has of each role. */
import { hintFor } from '../../errors/suggest.ts'
import { describe, type Reader } from '../../yaml/reader.ts'
import { type Preset, presets } from '../model/presets.ts'
import type { Role, Stream } from '../model/role.ts'
import { roles } from '../model/roles/index.ts'
import { folded } from './declared.ts'

/** What a preset has of one role; its place is that of the preset's name. */
export type Part = { readonly count: number; readonly streams: readonly Stream[]; readonly at: Reader }
export type Parts = ReadonlyMap<Role, Part>

/** Reports a name that no preset has. */
export function presetOf(at: Reader): Parts | undefined {
  const { value } = at
  const preset = presets.find(({ name }) => typeof value === 'string' && name === folded(value))
  return preset ? partsOf(preset, at) : unknown(at)
}

function partsOf(preset: Preset, at: Reader): Parts {
  const parts = roles.flatMap((role): (readonly [Role, Part])[] => {
    const part = preset.workers[role.name]
    if (part === undefined) return []
    return [[role, { streams: [], at, ...(typeof part === 'number' ? { count: part } : part) }]]
  })
  return new Map(parts)
}

function unknown(at: Reader): undefined {
  const { value } = at
  const names = presets.map(({ name }) => name)
  const isNone = /^(none|no|false|monolith|main|)$/i.test(String(value ?? ''))
  const hint = isNone
    ? 'workers: {} is a monolith.'
    : (hintFor(String(value), names).hint ?? `For example ${names[0]}.`)
  return at.fail({
    code: 'unknown-preset',
    message: `The preset ${typeof value === 'string' ? `\`${value}\` ` : ''}does not exist.`,
    found: describe(value),
    expected: names.join(', '),
    hint,
  })
}
