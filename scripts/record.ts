/**
 * Runs the demo in the lab and records its events in docs/run.jsonl, from which `npm run docs` draws the picture in the README.
 * `npm run record`; as root, on Debian.
 */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import type { SwkEvent } from '../src/engine/events.ts'
import { down, list, up } from '../src/lab/index.ts'
import { type DemoStep, labArguments, host as name, steps } from './demo-steps.ts'
import { type RecordedStep, recordingFile, writeRecording } from './recording.ts'

const root = fileURLToPath(new URL('..', import.meta.url))

if ((await list()).some(host => host.name === name)) await down(name)
const host = await up({ name, image: 'monolith', onLine: line => console.log(line) })
try {
  const recorded: RecordedStep[] = []
  // The diffs of a check would fill pages.
  for (const step of steps.filter(({ args }) => !args.includes('--check'))) recorded.push(await record(step))
  writeFileSync(`${root}${recordingFile}`, writeRecording(recorded))
  console.log(`recorded in ${recordingFile}; run \`npm run docs\``)
} finally {
  await host.stop()
}

async function record({ title, args }: DemoStep): Promise<RecordedStep> {
  console.log(`swk ${args.join(' ')}`)
  const started = performance.now()
  const command = ['bin/swk.js', ...labArguments(args), '--reporter', 'json']
  const child = spawn(process.execPath, command, { cwd: root, stdio: ['ignore', 'pipe', 'inherit'] })
  const ended = once(child, 'exit')
  const events: RecordedStep['events'][number][] = []
  for await (const line of createInterface(child.stdout)) {
    const event = JSON.parse(line) as SwkEvent
    // The output of apt names this machine's package sources; no picture shows it.
    if (event.type !== 'output') events.push({ at: Math.round(performance.now() - started), event })
  }
  const [code] = await ended
  if (code !== 0) throw new Error(`swk ${args.join(' ')} ended with ${code}`)
  return { title, args, events }
}
