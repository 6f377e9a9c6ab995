/** Saved plans: `--check --plan FILE` makes one, `--plan FILE` does exactly that or refuses. */

export type { PlanFile } from './file.ts'
export { readPlan, writePlan } from './file.ts'
export { keyedHash } from './fingerprint.ts'
export { holdTo } from './hold.ts'
export { mustMatch, relativeInputs } from './match.ts'
export { type Reviews, recordInto } from './record.ts'
export { showPlan } from './show.ts'
export type { PlannedPlay, PlanOptions, SavedPlan } from './types.ts'
