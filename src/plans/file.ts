/** The file of a plan: readable JSON with a checksum, and a seal that only who has the vault passwords can make. */
import { readFileSync, writeFileSync } from 'node:fs'
import { SwkError } from '../errors/diagnostic.ts'
import { canonical } from '../resources/canonical.ts'
import { type Hash, sha256 } from './fingerprint.ts'
import { type SavedPlan, savedPlan } from './types.ts'

export type PlanFile = { readonly plan: SavedPlan; readonly seal: string }

/** Throws SwkError `bad-plan` where it cannot be written. */
export function writePlan(file: string, plan: SavedPlan, hash: Hash): void {
  const content = { plan, checksum: sha256(canonical(plan)), seal: hash(plan) }
  try {
    writeFileSync(file, `${JSON.stringify(content, null, 2)}\n`)
  } catch (error) {
    throw bad(`the plan cannot be written: ${(error as Error).message}`)
  }
}

/** Throws SwkError `bad-plan` where it is damaged or is not a plan. */
export function readPlan(file: string): PlanFile {
  const { plan, checksum, seal } = parse(file)
  const parsed = savedPlan.safeParse(plan)
  if (!parsed.success || typeof seal !== 'string') throw bad(`${file} is not a plan of this swk`)
  if (sha256(canonical(parsed.data)) !== checksum) throw bad(`${file} was changed after it was made`)
  return { plan: parsed.data, seal }
}

function parse(file: string): { readonly plan?: unknown; readonly checksum?: unknown; readonly seal?: unknown } {
  let text: string
  try {
    text = readFileSync(file, 'utf8')
  } catch (error) {
    const isMissing = (error as NodeJS.ErrnoException).code === 'ENOENT'
    const why = isMissing ? 'it does not exist' : (error as Error).message
    throw new SwkError({ code: 'usage', message: `the plan ${file} cannot be read: ${why}` })
  }
  try {
    return JSON.parse(text) ?? {}
  } catch {
    throw bad(`${file} is not a plan; expected what --check --plan FILE writes`)
  }
}

export function bad(message: string, hint?: string): SwkError {
  return new SwkError({ code: 'bad-plan', message, ...(hint !== undefined && { hint }) })
}
