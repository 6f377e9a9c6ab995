/** Whether a task becomes another user: connection variables over keywords, those over the command line. */
import type { Diagnostic } from '../../errors/diagnostic.ts'
import type { Host } from '../../inventory/types.ts'
import { find, render, renderData, type Vars } from '../../template/index.ts'
import { readConnection } from '../../transport/resolve/from-inventory.ts'
import { honoured } from '../../transport/resolve/variables.ts'
import type { Play, TaskSource } from '../types.ts'
import type { BindContext } from './context.ts'

export type Become = {
  readonly become: boolean
  /** Not root. */
  readonly becomeUser?: string
  readonly diagnostics: readonly Diagnostic[]
}

type Around = { readonly play: Play; readonly host: Host; readonly context: BindContext; readonly vars: Vars }

/** Throws SwkError where a template cannot be rendered. */
export function becomeOf(task: TaskSource, { play, host, context, vars }: Around): Become {
  const values = valuesIn(vars, task.remoteUser === undefined ? names : [...names, ...userNames])
  const { connection, problems } = readConnection(values)
  const become = connection.become ?? task.become ?? (play.become || context.become)
  const place = task.source.place(task.path)
  const remote = become ? undefined : otherLogin(task, connection.user ?? play.remoteUser, vars)
  const user = become ? (connection.becomeUser ?? keywordUser(task, play, vars) ?? context.becomeUser) : undefined
  return {
    become: become || remote !== undefined,
    ...(remote !== undefined && remote !== 'root' && { becomeUser: remote }),
    ...(user !== undefined && user !== 'root' && { becomeUser: user }),
    // What the inventory itself sets is reported where the connections are resolved.
    diagnostics: problems
      .filter(({ variable }) => variable !== undefined && !Object.hasOwn(host.vars, variable))
      .map(({ code, message, hint }) => ({ code, message, place, ...(hint !== undefined && { hint }) })),
  }
}

/** `remote_user` of a task. The host has one connection: another user than its own is become. */
function otherLogin(task: TaskSource, login: string | undefined, vars: Vars): string | undefined {
  if (task.remoteUser === undefined) return undefined
  const user = String(render(task.remoteUser, vars, task.source.place([...task.path, 'remote_user'])))
  return user === login ? undefined : user
}

function keywordUser(task: TaskSource, play: Play, vars: Vars): string | undefined {
  const user = task.becomeUser ?? play.becomeUser
  if (user === undefined) return undefined
  const path = task.becomeUser === undefined ? play.path : task.path
  return String(render(user, vars, task.source.place([...path, 'become_user'])))
}

const names = honoured
  .filter(({ setting }) => setting.startsWith('become') && setting !== 'becomePassword')
  .flatMap(one => one.names)

const userNames = honoured.find(({ setting }) => setting === 'user')?.names ?? []

function valuesIn(vars: Vars, names: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(
    names.flatMap(name => {
      const layer = find(name, vars)
      if (layer === undefined) return []
      const value = layer.values[name]
      return [[name, layer.data ? value : renderData(value, vars)]]
    }),
  )
}
