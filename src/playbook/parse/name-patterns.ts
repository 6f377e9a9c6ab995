/** Which files a templated name of an include can mean. */
import { globSync } from 'node:fs'
import { isAbsolute, join } from 'node:path'
import { isFile } from './file.ts'

/** More files than this are not loaded for one include. */
const most = 100

/**
 * The names with `*` for what is not known, or undefined where that says nothing: a bare `{{ name }}`. `items`: the loop of the
 * include, `known`: variables whose values are the same for all hosts.
 */
export function namePatterns(
  name: string,
  loop: { readonly variable: string; readonly items: unknown },
  known: Readonly<Record<string, string>>,
): readonly string[] | undefined {
  const bare = new RegExp(`^\\{\\{\\s*${loop.variable}\\s*\\}\\}$`).test(name.trim())
  const names = bare ? textsOf(loop.items) : [name]
  const patterns = names?.map(one => toPattern(one, known))
  return patterns?.every(isTelling) ? patterns : undefined
}

/** The texts of a list, at any depth (`with_first_found` has mappings of them); undefined where it is a template itself. */
function textsOf(items: unknown): readonly string[] | undefined {
  if (!Array.isArray(items)) return undefined
  const texts = items.map(item => {
    if (typeof item === 'string') return [item]
    const { files } = (item ?? {}) as { files?: unknown }
    return typeof files === 'string' ? [files] : textsOf(files)
  })
  return texts.includes(undefined) ? undefined : texts.flatMap(list => list ?? [])
}

function toPattern(name: string, known: Readonly<Record<string, string>>): string {
  return name
    .trim()
    .replace(/\{\{\s*(\w+)\s*\}\}/g, (whole, variable) => known[variable] ?? whole)
    .replace(/\{\{.*?\}\}/gs, '*')
}

/** Something of the name itself is known, beside its ending. */
function isTelling(pattern: string): boolean {
  return !pattern.includes('{%') && /[^*./]/.test(pattern.replace(/\.(?:ya?ml|json)$/, ''))
}

/** The files that a pattern matches in the first directory that has some. */
export function matchingFiles(patterns: readonly string[], dirs: readonly string[]): readonly string[] {
  const files = patterns.flatMap(pattern => {
    const places = isAbsolute(pattern) ? [pattern] : dirs.map(dir => join(dir, pattern))
    return places.map(place => globSync(place).filter(isFile).sort()).find(found => found.length > 0) ?? []
  })
  return [...new Set(files)].slice(0, most)
}
