/** Patterns of names as the shell has them, glob(7): `*`, `?`, `[abc]`, `[!abc]`. Pure. */

/** The whole name matches. `path`: nothing but a `/` itself matches a `/`, as in paths. */
export function globToRegExp(pattern: string, { path = false }: { readonly path?: boolean } = {}): RegExp {
  const any = path ? '[^/]' : '[\\s\\S]'
  const text = pattern.replace(/\[[!^]?\]?[^\]]*\]|[\s\S]/g, part => {
    if (part === '*') return `${any}*`
    if (part === '?') return any
    return part.length > 1 ? `${path ? '(?!/)' : ''}${set(part)}` : part.replace(/[\\^$.+()[\]{}|/]/, '\\$&')
  })
  return new RegExp(`^${text}$`)
}

const set = (part: string): string =>
  `[${part
    .slice(1, -1)
    .replace(/^!/, '^')
    .replace(/[\\[\]]/g, '\\$&')}]`
