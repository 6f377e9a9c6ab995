/** What holds for a place although it stands in another file: one that its server or location includes, or nginx as a whole. */
import { nginxFolder } from '../model/paths.ts'
import type { Directive, Found } from './parse.ts'

/** Names of directives. */
export type InheritedDirectives = (place: Found) => readonly string[]

export function readInheritedDirectives(
  files: readonly { readonly path: string; readonly found: readonly Found[] }[],
): InheritedDirectives {
  const everywhere = files.flatMap(({ path, found }) =>
    found.filter(({ within }) => isOfAll(path, within)).map(({ directive }) => directive.name),
  )
  const includedBy = ({ args: [pattern = ''] }: Directive): readonly string[] =>
    files
      .filter(({ path }) => fits(pattern, path))
      .flatMap(({ found }) => found.filter(({ within }) => within.length === 0).map(({ directive }) => directive.name))
  return ({ within }) => [
    ...everywhere,
    ...within
      .flatMap(({ block = [] }) => block)
      .filter(({ name }) => name === 'include')
      .flatMap(includedBy),
  ]
}

/** Files of conf.d are read into the `http` block of nginx.conf. */
function isOfAll(path: string, within: readonly Directive[]): boolean {
  return within.length === 0 ? path.startsWith(`${nginxFolder}/conf.d/`) : within.at(-1)?.name === 'http'
}

function fits(pattern: string, path: string): boolean {
  const whole = pattern.startsWith('/') ? pattern : `${nginxFolder}/${pattern}`
  const text = whole
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '[^/]*')
    .replaceAll('?', '[^/]')
  return new RegExp(`^${text}$`).test(path)
}
