/** The next boot makes the directory of the sockets as it is now: of several entries in tmpfiles.d, another than swk's may count. */
import { tmpfiles } from '../../../sdk/refs.ts'
import { agrees, findAdjusting, findWinner, readTmpfiles } from '../../../sdk/tmpfiles.ts'
import { clubGroup, runFolder } from '../../model/paths.ts'
import type { Check } from './check.ts'

export const boot: Check = {
  name: 'The next boot creates the socket directory',
  ofWorkers: true,
  hint: '`systemd-tmpfiles --cat-config` shows all entries in their order. The next play writes an entry that counts.',
  reads: () => [tmpfiles(runFolder)],
  faults({ facts }, observed) {
    const wanted = { owner: facts.user, group: clubGroup, mode: '2770' }
    const entries = readTmpfiles(runFolder, observed)
    const winner = findWinner(entries)
    if (winner === undefined) return [`no entry in tmpfiles.d creates ${runFolder}`]
    return [winner, ...findAdjusting(entries)]
      .filter(entry => !agrees(entry, wanted))
      .map(
        ({ at, owner, group, mode }) =>
          `${at} gives ${runFolder} ${owner}:${group} ${mode} at boot; expected ${wanted.owner}:${wanted.group} ${wanted.mode}`,
      )
  },
}
