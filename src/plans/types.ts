/** A saved plan: what a check saw of each host, and what it means to do there. It holds no secret. */
import { z } from 'zod'

const change = z.strictObject({
  /** For people: "path /etc/motd". */
  resource: z.string(),
  /** Keyed hashes of: the resource; what the change replaces; what it makes of it. */
  id: z.string(),
  before: z.string(),
  after: z.string(),
})

const diff = z.looseObject({
  path: z.string(),
  before: z.string().nullable(),
  after: z.string().nullable(),
  truncated: z.boolean(),
})

const task = z.strictObject({
  task: z.string(),
  module: z.string(),
  section: z.string(),
  status: z.enum(['ok', 'changed', 'unknown', 'skipped', 'failed']),
  because: z.string().optional(),
  changes: z.array(change),
  /** As the check showed them, without secrets. */
  diff: z.array(diff),
})

const play = z.strictObject({
  host: z.string(),
  /** Which of the playbook's plays, from 0, and its name. */
  index: z.number().int(),
  play: z.string(),
  tasks: z.array(task),
})

/** What was chosen on the command line, and must be chosen again. */
const options = z.strictObject({
  playbook: z.string(),
  inventory: z.array(z.string()),
  limit: z.string().optional(),
  tags: z.array(z.string()).optional(),
  skipTags: z.array(z.string()).optional(),
  become: z.boolean().optional(),
  becomeUser: z.string().optional(),
})

export const savedPlan = z.strictObject({
  format: z.literal(1),
  swk: z.string(),
  made: z.string(),
  by: z.string(),
  options,
  /** Random; makes the keyed hashes of this plan unlike those of any other. */
  salt: z.string(),
  /** Files by their path from the playbook -> SHA-256. */
  inputs: z.record(z.string(), z.string()),
  /** Keyed hash of the variables of the command line. */
  extraVars: z.string(),
  plays: z.array(play),
})

export type SavedPlan = z.infer<typeof savedPlan>
export type PlanOptions = SavedPlan['options']
export type PlannedPlay = SavedPlan['plays'][number]
export type PlannedTask = PlannedPlay['tasks'][number]
export type PlannedChange = PlannedTask['changes'][number]
