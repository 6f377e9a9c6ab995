/** All packages or all services of the host, for package_facts and service_facts. */
import { sh } from '../shell/sh.ts'
import { probeEach, readEach } from './each.ts'
import type { Kind, RefTo } from './kind.ts'

/** id: `packages` or `services`. Fields divided by tabs. */
export type InventoryState = { readonly lines: readonly string[] }

/** All packages or services of the host. */
export const inventory = (id: 'packages' | 'services'): RefTo<InventoryState> => ({ kind: 'inventory', id })

// biome-ignore lint/suspicious/noTemplateCurlyInString: dpkg-query's own placeholders
const format = '${db:Status-Status}\t${Package}\t${Version}\t${Architecture}\t${Section}\n'

/** id: `packages` or `services`. `lines`: fields divided by tabs. */
export const inventoryKind: Kind = {
  name: 'inventory',
  probe: probeEach(id =>
    id === 'packages'
      ? sh`dpkg-query -W -f ${format}`
      : sh`systemctl list-unit-files --no-legend --no-pager --plain -t service | awk '{ print "file\\t" $1 "\\t" $2 }'
systemctl list-units --all --no-legend --no-pager --plain -t service | awk '{ print "unit\\t" $1 "\\t" $2 "\\t" $4 }'`,
  ),
  read: readEach(({ stdout }) => ({ lines: stdout.split('\n').filter(line => line !== '') })),
}
