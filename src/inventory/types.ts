/** The inventory: hosts, the groups they are in, and their variables by Ansible's precedence. */
import type { Source } from '../playbook/source.ts'

export type Inventory = {
  readonly hosts: ReadonlyMap<string, Host>
  /** Group -> names of all its hosts, children included, in the order of the file. `all` and `ungrouped` are there. */
  readonly groups: ReadonlyMap<string, readonly string[]>
  /** The file that -i named. */
  readonly source: Source
}

export type Host = {
  readonly name: string
  /** all < parent group < group (by name, then depth) < host_vars < host's own; connection variables included. */
  readonly vars: Readonly<Record<string, unknown>>
  readonly groups: readonly string[]
}
