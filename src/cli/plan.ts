/** `--plan FILE`: a check saves its plan there, a play is held to it. */
import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { hostname, userInfo } from 'node:os'
import { dirname, join } from 'node:path'
import { packageRoot } from '../package.ts'
import {
  holdTo,
  keyedHash,
  mustMatch,
  type PlanFile,
  type PlannedPlay,
  type PlanOptions,
  type Reviews,
  recordInto,
  relativeInputs,
  writePlan,
} from '../plans/index.ts'
import type { LoadOptions, Project } from '../playbook/project.ts'
import { defined } from './connection.ts'
import type { Io } from './io.ts'
import type { Request } from './request.ts'

export type PlanUse = {
  readonly review: Reviews
  /** What is left to do when the run has ended with this exit status. */
  end(exit: number, io: Io): void
}

/** Throws SwkError `bad-plan` where the saved plan is not one of this project. */
export function usePlan({ load, plan: file = '' }: Request, project: Project, saved: PlanFile | undefined): PlanUse {
  const salt = saved?.plan.salt ?? randomBytes(16).toString('hex')
  const hash = keyedHash(salt, project.vault)
  const about = {
    swk: version(),
    options: planOptions(load),
    inputs: relativeInputs(project.inputs, dirname(project.plays[0]?.play.source.file ?? '.')),
    extraVars: hash(load.extraVars ?? []),
  }
  if (saved) {
    mustMatch(saved, about, hash)
    return { review: holdTo(saved.plan, project.plays, hash), end() {} }
  }
  const plays: PlannedPlay[] = []
  return {
    review: recordInto(plays, project.plays, hash),
    end(exit, io) {
      if (exit !== 0 && exit !== 3) return io.err('swk: the check failed; no plan was saved\n')
      plays.sort((a, b) => a.index - b.index || (a.host < b.host ? -1 : 1))
      const made = new Date().toISOString()
      const by = `${userInfo().username}@${hostname()}`
      writePlan(file, { format: 1, made, by, salt, ...about, plays }, hash)
      io.err(`swk: the plan is saved in ${file}; swk show ${file} prints it, swk play --plan ${file} applies it\n`)
    },
  }
}

function planOptions({ playbook, inventory, limit, tags, skipTags, become, becomeUser }: LoadOptions): PlanOptions {
  const lists = { tags: tags && [...tags], skipTags: skipTags && [...skipTags] }
  return { playbook, inventory: [inventory].flat(), ...defined({ limit, become, becomeUser, ...lists }) }
}

function version(): string {
  return JSON.parse(readFileSync(join(packageRoot, 'package.json'), 'utf8')).version
}
