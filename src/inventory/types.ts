/** The inventory: hosts, the groups they are in, and their variables by Ansible's precedence. */
import type { Place } from '../errors/diagnostic.ts'
import type { Source } from '../yaml/source.ts'

export type Inventory = {
  readonly hosts: ReadonlyMap<string, Host>
  /** Group -> names of all its hosts, children included, in the order of the file. `all` and `ungrouped` are there. */
  readonly groups: ReadonlyMap<string, readonly string[]>
  /** The file that -i named (of a folder: its hosts.yaml). */
  readonly source: Source
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
}
