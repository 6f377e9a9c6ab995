/** Results of earlier tasks, as the texts of a task may use them. */
import type { Scope } from '../../engine/task.ts'
import type { HostVars } from './host-vars.ts'

/** Thrown where a text needs a result that is not known yet; leaves resolve() as `waits`. */
export class Waiting extends Error {
  readonly on: string
  constructor(on: string) {
    super(`waits for ${on}`)
    this.on = on
  }
}

/** What one resolution may see of `scope`. */
export class Registers {
  /** True once a text asked for a registered name: the resolution holds for this scope only. */
  touched = false
  readonly values: Readonly<Record<string, unknown>> | undefined
  private readonly visible: ReadonlySet<string>
  private readonly scope: Scope
  private readonly vars: HostVars

  /** `visible`: names that earlier tasks of the play register or set. */
  constructor(visible: ReadonlySet<string>, scope: Scope, vars: HostVars) {
    this.visible = visible
    this.scope = scope
    this.vars = vars
    const known = [...visible].filter(name => scope.registered.has(name))
    this.values =
      known.length === 0 ? undefined : Object.fromEntries(known.map(name => [name, scope.registered.get(name)]))
  }

  /** Throws Waiting where one of the names that a text reaches is a result that is still to come. */
  need(names: Iterable<string>, ownName?: string): void {
    for (const name of names) {
      if (name === ownName || !this.visible.has(name) || this.vars.hides(name)) continue
      this.touched = true
      if (this.scope.registered.has(name)) continue
      // On a host that is read, a result that nothing will give (its block was left, its handler not notified) is not defined.
      if (this.scope.observed === null || this.scope.pending.has(name)) throw new Waiting(name)
    }
  }
}
