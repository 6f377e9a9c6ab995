/** The passwords for logging in and for sudo: typed, or from files. */
import { readFileSync } from 'node:fs'
import { isProgram } from '../inventory/formats.ts'
import { learn } from '../secret/index.ts'
import { usage } from './args.ts'
import type { Io } from './io.ts'
import { askPasswords } from './password.ts'
import type { Passwords } from './request.ts'

/** As with Ansible, an empty answer to the second question is the first password. Throws SwkError `usage`. */
export async function readPasswords(
  { askLogin, askBecome, loginFile, becomeFile }: Passwords,
  io: Io,
): Promise<{ readonly password?: string; readonly becomePassword?: string }> {
  const sudo = askLogin ? 'Password for sudo (default: the same): ' : 'Password for sudo: '
  const questions = [...(askLogin ? ['Password to log in: '] : []), ...(askBecome ? [sudo] : [])]
  const answers = [...(await askPasswords(questions, io))]
  const password = askLogin ? answers.shift() : readFile('--connection-password-file', loginFile)
  const typed = askBecome ? answers.shift() : readFile('--become-password-file', becomeFile)
  const becomePassword = typed === '' && askLogin ? password : typed
  for (const secret of [password, becomePassword]) if (secret) learn(secret)
  return {
    ...(password !== undefined && { password }),
    ...(becomePassword !== undefined && { becomePassword }),
  }
}

function readFile(option: string, file: string | undefined): string | undefined {
  if (file === undefined) return undefined
  if (isProgram(file))
    throw usage(`${option}: ${file} is a program, which is not supported`, 'a file with the password')
  try {
    return readFileSync(file, 'utf8').replace(/\r?\n[\s\S]*$/, '')
  } catch (error) {
    throw usage(`${option}: ${(error as Error).message}`)
  }
}
