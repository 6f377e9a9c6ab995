/** The package lists of the host. */
import { aptCache, type HostView, see, type Want, want } from 'swk'
import { type Args, packages } from './names.ts'

export function refreshes({ update_cache, cache_valid_time }: Args): boolean {
  return update_cache ?? cache_valid_time !== undefined
}

/** Lists of packages matter only where something is to be installed: else a host that is right would fetch them each time. */
export function cache(args: Args, observed: HostView): readonly Want[] {
  if (!refreshes(args)) return []
  const maxAge = args.cache_valid_time ?? 0
  const age = see(observed, aptCache)?.age ?? null
  if (age !== null && age < maxAge) return []
  const toInstall = packages(args).some(({ ref }) => see(observed, ref) === null)
  const needed = !args.name?.length || args.state === 'latest' || (args.state === 'present' && toInstall)
  return needed ? [want(aptCache, { fresh: true, maxAge } as object)] : []
}
