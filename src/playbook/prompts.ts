/** The values of `vars_prompt`: from the command line, or asked for before any host is contacted. */
import type { Play, Prompt } from './types.ts'

export type Ask = (prompt: Prompt) => Promise<string>

/** The plays with the answers as variables, stronger than their own. Each name is asked for once a play; without `ask` defaults count. */
export async function answerPrompts(
  plays: readonly Play[],
  extraVars: Readonly<Record<string, unknown>>,
  ask: Ask | undefined,
): Promise<readonly Play[]> {
  const answered: Play[] = []
  for (const play of plays) {
    const answers: Record<string, unknown> = {}
    for (const prompt of play.prompts ?? []) {
      if (Object.hasOwn(extraVars, prompt.name)) continue
      const answer = ask === undefined ? '' : await ask(prompt)
      answers[prompt.name] = answer === '' && prompt.default !== undefined ? prompt.default : answer
    }
    answered.push(play.prompts ? { ...play, vars: { ...play.vars, ...answers } } : play)
  }
  return answered
}
