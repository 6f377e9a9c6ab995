/** The packages that `apt` names, also by patterns. */
import { globToRegExp, type HostView, managed, pkg, Refusal, see } from 'swk'

export type Args = {
  readonly name?: readonly string[] | undefined
  readonly state: 'present' | 'absent' | 'latest' | 'build-dep' | 'fixed'
  readonly update_cache?: boolean | undefined
  readonly cache_valid_time?: number | undefined
}

export const isName = (entry: string): boolean => !/[*?[]/.test(entry.replace(/=.*/s, ''))

export const patterns = ({ name = [], state }: Args): readonly string[] =>
  state === 'fixed' || state === 'build-dep' ? [] : name.filter(entry => !isName(entry) && entry !== '*')

/** The packages that match a pattern and are not as their state wants them. */
export const matching = (pattern: string, state: string) =>
  managed({
    program: 'apt',
    title: pattern,
    args: ['match', globToRegExp(pattern).source.replaceAll('[\\s\\S]', '.'), state],
  })

export function matched(args: Args, observed: HostView): readonly string[] {
  return patterns(args).flatMap(pattern => {
    const found = see(observed, matching(pattern, args.state))
    if (found?.known === '0' && args.state !== 'absent')
      throw new Refusal(`no package matches \`${pattern}\` in the package lists of the host`)
    return found?.due?.split(' ').filter(Boolean) ?? []
  })
}

export function packages({ name = [], state }: Args) {
  if (state === 'build-dep' || state === 'fixed') return []
  return name.filter(isName).map(entry => {
    const [id = '', given] = entry.split(/=(.*)/s)
    const version = state === 'absent' ? undefined : given
    return { ref: pkg(id, state === 'latest' || version?.includes('*') ? 'content' : 'meta'), version }
  })
}

/** The word for one of them in a query of apt. */
export function wordFor({ ref, version }: ReturnType<typeof packages>[number], { state }: Args): string {
  const which = state === 'latest' ? '@latest' : version
  return which === undefined ? ref.id : `${ref.id}=${which}`
}

/** All of them as one word: each of a list can be fine, and yet not with the others. */
export const listed = (args: Args): readonly string[] => {
  const words = packages(args).map(one => wordFor(one, args))
  return words.length > 1 ? [words.join(' ')] : []
}
