/** File systems in memory: a boot empties them, or does not mount them again. */
import { sh } from '../shell/sh.ts'
import { type Kind, type RefTo, refKey } from './kind.ts'

/** `paths`: where they are mounted, a line each. */
export type TemporaryMountsState = { readonly paths: string }

export const temporaryMounts: RefTo<TemporaryMountsState> = { kind: 'temporary-mounts', id: '' }

/** A host has one. It omits the system's own (such as /run and /tmp), which every boot creates. */
export const temporaryMountsKind: Kind = {
  name: 'temporary-mounts',
  probe: () => sh`awk '$3 ~ /^(tmpfs|ramfs)$/ && $2 !~ "^/(run|dev|sys|proc|tmp)(/|$)" { print $2 }' /proc/mounts`,
  read(output, refs) {
    const paths = output.toString('utf8').trim().replaceAll('\\040', ' ')
    return new Map(refs.map(ref => [refKey(ref), { paths }]))
  },
}
