/**
 * The main job, in the lab: boots a real monolithic homeserver, shows what would change, converts it, verifies it, and plays once
 * more. Leaves nothing behind; `--keep` keeps the host.
 */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { styleText } from 'node:util'
import { down, list, up } from '../src/lab/index.ts'

const root = fileURLToPath(new URL('..', import.meta.url))
const name = 'hs1'
const keep = process.argv.includes('--keep')

process.exitCode = await demo()

async function demo(): Promise<number> {
  if ((await list()).some(host => host.name === name)) await down(name)
  say('A monolithic Synapse, with PostgreSQL and nginx, on a Debian host of its own')
  const host = await up({ name, image: 'monolith', keep, onLine: line => console.log(styleText('dim', `  ${line}`)) })
  try {
    for (const [title, args] of steps) {
      say(title)
      const code = await swk(args)
      if (code !== 0) return code
    }
  } finally {
    if (keep) console.log(`\nThe host stays: swk lab ssh ${name}; take it down with: swk lab down ${name}`)
    else await host.stop()
  }
  return 0
}

const steps: readonly (readonly [title: string, args: readonly string[]])[] = [
  ['What would change? (nothing is touched)', ['play', 'site.yaml', '-i', 'lab', '--check']],
  ['Convert it', ['play', 'site.yaml', '-i', 'lab', '--no-diff']],
  ['Does it do what was declared?', ['verify', 'site.yaml', '-i', 'lab']],
  ['And again: nothing to do', ['play', 'site.yaml', '-i', 'lab']],
]

function say(title: string): void {
  console.log(`\n${styleText('bold', title)}`)
}

async function swk(args: readonly string[]): Promise<number> {
  console.log(styleText('cyan', `$ swk ${args.join(' ')}\n`))
  const child = spawn(process.execPath, ['bin/swk.js', ...args], { cwd: root, stdio: 'inherit' })
  const [code] = await once(child, 'exit')
  return code ?? 130
}
