import { parse, usage } from './args.ts'
import type { Command } from './io.ts'

/** `swk show PLAN`: prints a saved plan. */
export const show: Command = async (argv, io) => {
  const [file, ...more] = parse(argv, {}).positionals
  if (file === undefined || more.length > 0) throw usage('show expects one plan', 'swk show PLAN')
  const { readPlan, showPlan } = await import('../plans/index.ts')
  const { diffLines } = await import('../reporters/diff.ts')
  const { colours } = await import('../reporters/colour.ts')
  const colour = colours(io.env, io.terminal)
  io.out(showPlan(readPlan(file).plan, diff => diffLines(diff, colour)))
  return 0
}
