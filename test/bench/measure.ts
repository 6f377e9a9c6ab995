/** Runs programs in turn and measures them: time, and the peak of memory where the program is node. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'

export type Sample = {
  readonly ms: number
  /** Peak of resident memory in MB; 0 where the program is not node. */
  readonly peak: number
  /** What it wrote, and when: ms after its start. */
  readonly lines: readonly { readonly at: number; readonly text: string }[]
}

export type Subject = { readonly name: string; readonly command: readonly string[] }

/** Runs all subjects one after the other, `rounds` times: other load on the machine affects all of them alike. */
export async function inTurn(
  subjects: readonly Subject[],
  rounds: number,
  { countFirst = false } = {},
): Promise<ReadonlyMap<string, Sample[]>> {
  const samples = new Map<string, Sample[]>(subjects.map(({ name }) => [name, []]))
  // The first round fills caches (the file system's, node's compiled code) and is not counted.
  for (let round = 0; round <= rounds; round++) {
    for (const { name, command } of subjects) {
      const sample = await run(command)
      if (round > 0 || countFirst) samples.get(name)?.push(sample)
    }
  }
  return samples
}

export function best(samples: readonly Sample[]): number {
  return Math.round(Math.min(...samples.map(({ ms }) => ms)))
}

export function median(samples: readonly Sample[]): number {
  const sorted = samples.map(({ ms }) => ms).toSorted((a, b) => a - b)
  return Math.round(sorted[Math.floor(sorted.length / 2)] ?? 0)
}

async function run([program = '', ...args]: readonly string[]): Promise<Sample> {
  const folder = mkdtempSync(join(tmpdir(), 'swk-bench-'))
  const report = join(folder, 'peak')
  const isNode = program === process.execPath
  const start = performance.now()
  const child = spawn(program, isNode ? [...peakHook, ...args] : args, {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, SWK_BENCH_PEAK: report },
  })
  const lines: { at: number; text: string }[] = []
  createInterface({ input: child.stdout }).on('line', text => lines.push({ at: performance.now() - start, text }))
  const [code] = await once(child, 'close')
  const ms = performance.now() - start
  if (code !== 0)
    throw new Error(`${program} ${args.join(' ')} ended with ${code}:\n${lines.map(({ text }) => text).join('\n')}`)
  const peak = isNode ? Number(readFileSync(report, 'utf8')) / 1024 : 0
  rmSync(folder, { recursive: true })
  return { ms, peak, lines }
}

const hook = `process.on('exit', () => process.getBuiltinModule('fs')
  .writeFileSync(process.env.SWK_BENCH_PEAK, String(process.resourceUsage().maxRSS)))`
const peakHook = ['--import', `data:text/javascript,${encodeURIComponent(hook)}`]
