/** What binding needs to know beside the play and the host: the same for all hosts of a play. */
import type { HostPlay, Task } from '../../engine/task.ts'
import type { Diagnostic } from '../../errors/diagnostic.ts'
import type { Host, Inventory } from '../../inventory/types.ts'
import type { Vars } from '../../template/index.ts'
import type { Deployment } from '../../topology/model/deployment.ts'
import type { Modules } from '../modules/index.ts'
import type { TaskSource } from '../types.ts'
import type { TagChoice } from './tags.ts'

/** Names without `ansible_`; `all`: any. */
export type FactNames = { readonly names: ReadonlySet<string>; readonly all: boolean }

export type BindContext = TagChoice & {
  readonly inventory: Inventory
  /** Absolute path of the playbook's folder: templates/ and files/ are next to the playbook. */
  readonly playbookDir: string
  readonly extraVars: Readonly<Record<string, unknown>>
  /** Variables of the play's vars_files, later files over earlier ones. */
  readonly varsFiles: Readonly<Record<string, unknown>>
  readonly modules: Modules
  /** What is wrong with the modules of tasks that an include brings. */
  readonly unknownModules?: (tasks: readonly TaskSource[]) => readonly Diagnostic[]
  readonly checkMode: boolean
  /** How often `-v` was given. */
  readonly verbosity?: number
  /** `--become`: all plays become root. */
  readonly become: boolean
  /** `--become-user`, where neither a variable nor a keyword names one. */
  readonly becomeUser?: string
  /** Names of the hosts that the play runs on. */
  readonly playHosts: readonly string[]
  /** The facts that later plays take from this one. */
  readonly laterFacts?: FactNames
  /** Names that earlier plays register, by host. */
  readonly registeredBefore?: ReadonlyMap<string, ReadonlySet<string>>
  /** Tasks that the play's topology means for a host. */
  readonly compile?: (host: Host, vars: Vars) => CompiledTopology
}

export type CompiledTopology = {
  readonly declared: NonNullable<HostPlay['declared']>
  /** The workers that it asks for. */
  readonly deployment: Deployment
  readonly tasks: readonly Task[]
  readonly handlers: readonly Task[]
  readonly verification: readonly Task[]
}
