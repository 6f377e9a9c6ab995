import { spawn } from 'node:child_process'
import { LabError } from './error.ts'

export type ExecOptions = {
  input?: string | Buffer
  env?: NodeJS.ProcessEnv
  timeoutMs?: number
}

export type ExecResult = { code: number; stdout: string; stderr: string }

/** Runs a program of this machine; throws what it said when it fails. */
export async function must(argv: string[], options: ExecOptions = {}): Promise<string> {
  const { code, stdout, stderr } = await exec(argv, options)
  if (code === 0) return stdout
  throw new LabError(`${argv[0]} failed (exit ${code}): ${lastLines(stderr || stdout, 20)}`)
}

/** Runs a program of this machine to its end. */
export function exec(argv: string[], options: ExecOptions = {}): Promise<ExecResult> {
  const [file = '', ...args] = argv
  return new Promise((resolve, reject) => {
    const child = spawn(file, args, {
      env: options.env ?? process.env,
      timeout: options.timeoutMs,
      killSignal: 'SIGKILL',
    })
    const out: Buffer[] = []
    const err: Buffer[] = []
    child.stdout.on('data', chunk => out.push(chunk))
    child.stderr.on('data', chunk => err.push(chunk))
    child.stdin.on('error', () => {}) // it may end without reading what it is given
    child.stdin.end(options.input ?? '')
    child.on('error', reject)
    child.on('close', (code, signal) => {
      if (signal) err.push(Buffer.from(`\nended by ${signal}`))
      resolve({ code: code ?? 255, stdout: `${Buffer.concat(out)}`, stderr: `${Buffer.concat(err)}` })
    })
  })
}

/** The end of a log, where the reason usually is. */
export function lastLines(text: string, count: number): string {
  return text.trimEnd().split('\n').slice(-count).join('\n')
}
