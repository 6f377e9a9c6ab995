/** Results of earlier tasks, as the texts of a task may use them. */
import type { Scope } from '../../engine/task.ts'
import { conditionJudges, conditionReach, type Vars } from '../../template/index.ts'
import { type HostVars, namesOfRun } from './host-vars.ts'

/** Thrown where a text needs a result that is not known yet; leaves resolve() as `waits`. */
export class Waiting extends Error {
  readonly on: string
  /** On other hosts. */
  readonly forOthers: boolean
  constructor(on: string, forOthers = false) {
    super(`waits for ${on}`)
    this.on = on
    this.forOthers = forOthers
  }
}

/** What the other hosts of the run decide: `hostvars`, `groups`. */
export type OthersOfRun = {
  values(touch: () => void): Readonly<Record<string, unknown>>
  /** Another host may yet change the groups before it comes to this task. */
  areGroupsPending(): boolean
}

export type RegistersOptions = {
  /** Names that earlier tasks of the play register or set. */
  readonly visible: ReadonlySet<string>
  readonly scope: Scope
  readonly vars: HostVars
  readonly others?: OthersOfRun | undefined
}

/** What one resolution may see of `scope`. */
export class Registers {
  /** True once a text asked for a registered name: the resolution holds for this scope only. */
  touched = false
  readonly values: Readonly<Record<string, unknown>> | undefined
  private readonly visible: ReadonlySet<string>
  private readonly scope: Scope
  private readonly vars: HostVars
  private readonly others: OthersOfRun | undefined

  /** `others`: `hostvars`, where the play refers to them. */
  constructor({ visible, scope, vars, others }: RegistersOptions) {
    this.visible = visible
    this.scope = scope
    this.vars = vars
    const known = [...visible].filter(name => scope.registered.has(name) || scope.ends?.has(name))
    const values = Object.fromEntries(
      known.map(name => [name, scope.registered.has(name) ? scope.registered.get(name) : scope.ends?.get(name)]),
    )
    const ofRun = others?.values(() => {
      this.touched = true
    })
    this.others = others
    this.values = known.length === 0 && !ofRun ? undefined : { ...values, ...ofRun }
  }

  /** The same for a condition, which may only query how a task ended. */
  needFor(condition: string, vars: Vars, ownName?: string): void {
    const judged = this.scope.ends?.size ? conditionJudges(condition, vars) : undefined
    this.need(conditionReach(condition, vars), ownName, judged)
  }

  /**
   * Throws Waiting if a text reaches a name whose result is not known yet. `judged`: names that the text only queries for how their
   * tasks ended.
   */
  need(names: Iterable<string>, ownName?: string, judged?: ReadonlySet<string>): void {
    for (const name of names) {
      if (name === ownName || !this.visible.has(name) || this.vars.hides(name)) continue
      this.touched = true
      if (this.scope.registered.has(name) || (judged?.has(name) && this.scope.ends?.has(name))) continue
      if (namesOfRun.includes(name) && this.scope.observed !== null && this.others?.areGroupsPending())
        throw new Waiting('what other hosts add', true)
      // On a host that is read, a result that nothing will give (its block was left, its handler not notified) is not defined.
      if (this.scope.observed === null || this.scope.pending.has(name)) throw new Waiting(name)
    }
  }
}
