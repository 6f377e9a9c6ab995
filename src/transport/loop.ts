/** The shell that works frames off on the host, and why it ends. */
import { readProgram } from '../shell/program-file.ts'
import { sh } from '../shell/sh.ts'

/** Exit statuses of the loop, for people. */
export const loopExits: Readonly<Record<number, string>> = {
  70: 'cannot create a temporary directory in /run or /tmp',
  71: 'the shell received a frame of an unknown kind',
  72: 'a frame arrived incomplete',
  73: 'no space left in /run or /tmp for a frame',
}

/** The loop's text. `nonce`: what each of its lines begins with; letters and digits only. */
export const loopText = (nonce: string): string => `${sh`set -- ${nonce}`}\n${readProgram('transport/loop.sh')}`
