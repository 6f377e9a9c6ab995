/**
 * A conversion in the lab: boots a real monolithic homeserver, shows what would change, converts it, verifies it, and plays once
 * more. Removes the host afterwards, also when it is interrupted, unless `--keep` is given.
 */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { styleText } from 'node:util'
import { down, list, up } from '../src/lab/index.ts'
import { conclusion, labArguments, host as name, steps } from './demo-steps.ts'

const root = fileURLToPath(new URL('..', import.meta.url))
const keep = process.argv.includes('--keep')
const bold = (text: string): string => styleText('bold', text)
let interrupted = false
let child: ReturnType<typeof spawn> | undefined
// A terminal sends ^C to swk as well, which finishes its task and ends; the host is taken down after it.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => {
    interrupted = true
    child?.kill(signal)
  })
}

process.exitCode = await demo()

async function demo(): Promise<number> {
  say('A monolithic Synapse, with PostgreSQL and nginx, on a Debian host of its own')
  if ((await list()).some(host => host.name === name)) await down(name)
  const host = await up({ name, image: 'monolith', keep, onLine: line => console.log(styleText('dim', `  ${line}`)) })
  try {
    for (const { title, args } of steps) {
      if (interrupted) return 130
      say(title)
      const code = await swk(labArguments(args))
      if (code !== 0) return code
    }
    console.log(`\n${bold(conclusion)}`)
    return 0
  } finally {
    if (keep) console.log(`The host is left running. Log in: swk lab ssh ${name}. Remove it: swk lab down ${name}`)
    else await host.stop()
  }
}

function say(title: string): void {
  console.log(`\n${bold(title)}`)
}

async function swk(args: readonly string[]): Promise<number> {
  console.log(styleText('cyan', `$ swk ${args.join(' ')}\n`))
  child = spawn(process.execPath, ['bin/swk.js', ...args], { cwd: root, stdio: 'inherit' })
  const [code] = await once(child, 'exit')
  child = undefined
  return code ?? 130
}
