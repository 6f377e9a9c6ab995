/** `--step`: asks before each task, one question at a time. */
import { createInterface } from 'node:readline'
import type { Io } from './io.ts'

/** True where the task is to run. After `c` nothing is asked; at the end of standard input the rest is left out. */
export function taskQuestions(io: Io): (host: string, task: string) => Promise<boolean> {
  const input = createInterface({ input: process.stdin })
  const lines = input[Symbol.asyncIterator]()
  let goesOn = false
  let last: Promise<unknown> = Promise.resolve()
  const ask = async (host: string, task: string): Promise<boolean> => {
    if (goesOn) return true
    io.err(`Perform task "${task}" on ${host}? (N)o/(y)es/(c)ontinue: `)
    const { value, done } = await lines.next()
    const answer = done ? '' : String(value).trim().toLowerCase()
    if (answer === 'c' || answer === 'continue') {
      goesOn = true
      input.close()
    }
    return goesOn || answer === 'y' || answer === 'yes'
  }
  return (host, task) => {
    const answer = last.then(() => ask(host, task))
    last = answer.catch(() => {})
    return answer
  }
}
