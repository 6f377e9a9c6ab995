/** The inventory: hosts, the groups they are in, and their variables by Ansible's precedence. */
import type { Place } from '../errors/diagnostic.ts'
import type { Source } from '../yaml/source.ts'
import type { Added } from './additions.ts'

export type Inventory = {
  readonly hosts: ReadonlyMap<string, Host>
  /** Group -> names of all its hosts, children included, in the order of the file. `all` and `ungrouped` are there. */
  readonly groups: ReadonlyMap<string, readonly string[]>
  /** The first file of the inventory. */
  readonly source: Source
  /** What tasks add while plays run is there or will be: a name that nothing has matches no host. */
  readonly isOpen?: true
  /** The same with what tasks have added. Throws SwkError with all that is wrong. */
  extend?(additions: readonly Added[]): Inventory
  /** Where a host's variable got its value; without a variable: where the host is listed first. */
  placeOf?(host: string, variable?: string): Place | undefined
}

export type Host = {
  readonly name: string
  /**
   * Weakest first: the inventory's own variables of `all` and of the host's groups (parents before children, then
   * `ansible_group_priority`, then by name), group_vars/all, group_vars/GROUP, the inventory's own variables of the host,
   * host_vars/HOST; of each folder the playbook's after the inventory's. Connection variables included.
   */
  readonly vars: Readonly<Record<string, unknown>>
  /** Its groups without `all` (`ungrouped` where it is in no other), in the order in which their variables are merged. */
  readonly groups: readonly string[]
  /** The file that lists it first; of a list of hosts: the list. */
  readonly file?: string
  /** This machine, which no inventory lists: in no group, and matched by its name alone. */
  readonly implicit?: true
}
