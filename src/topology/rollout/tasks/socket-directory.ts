/** The directory of the sockets where the operator had it before swk: as the entry of tmpfiles.d makes it at the next boot. */
import type { HostView } from '../../../engine/module.ts'
import type { Task } from '../../../engine/task.ts'
import { path, see } from '../../../sdk/refs.ts'
import { findWinner, readTmpfiles, type TmpfilesEntry } from '../../../sdk/tmpfiles.ts'
import { runFolder } from '../../model/paths.ts'
import { type Modules, stepTask } from '../../step.ts'

export function socketDirectoryTask(module: Modules): Task {
  return stepTask({
    name: 'Restore the socket directory of the operator',
    module: module('file'),
    items: (_, observed) => {
      const { owner, group, mode } = findOperatorsEntry(observed) ?? {}
      const isWhole = [owner, group, mode].every(value => value !== undefined && !/^0*-$/.test(value))
      const isThere = see(observed, path(runFolder)) !== null
      return isWhole && isThere ? [{ args: { path: runFolder, state: 'directory', owner, group, mode } }] : []
    },
  })
}

/** Undefined: the directory is swk's own. */
export const findOperatorsEntry = (observed: HostView): TmpfilesEntry | undefined =>
  findWinner(readTmpfiles(runFolder, observed).filter(({ file }) => !/\/(00-)?swk-[^/]*$/.test(file)))
