/**
 * `npm run bench:rollout -- [--save FOLDER] [--keep] [--every MS] [WORKERS...]`: a homeserver goes from one topology to the next with its users at
 * work, each change verified, and what failed meanwhile is printed. WORKERS are values of `workers:` ("small", "{client-sync: 2}"),
 * instead of the usual way: one-of-each, large, large with other caches, small, none, small. --keep leaves the host there to look
 * at, and the next run goes on with it. Each of ten kinds is sent every 100 ms: --every for a machine that has other work.
 */
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { parse } from 'yaml'
import { attach, list, up } from '../../src/lab/index.ts'
import { workshop } from '../lab/support/workshop.ts'
import { type Change, changeUnderLoad, type Outcome, outcomeLines } from './change.ts'

const usual: readonly Change[] = [
  { name: 'monolith to one-of-each', workers: 'one-of-each' },
  { name: 'one-of-each to large', workers: 'large' },
  { name: 'large, sync workers with other caches', workers: { preset: 'large', 'client-sync': { cache_factor: 1 } } },
  { name: 'large to small', workers: 'small' },
  { name: 'small to none', workers: {} },
  { name: 'none to small', workers: 'small' },
]

const { values, positionals } = parseArgs({
  options: {
    save: { type: 'string' },
    keep: { type: 'boolean', default: false },
    every: { type: 'string', default: '100' },
    host: { type: 'string', default: 'rh-rollout' },
  },
  allowPositionals: true,
})
const given = positionals.map((text, i): Change => ({ name: `${i + 1}. to ${text}`, workers: parse(text) }))

const isThere = (await list()).some(({ name, running }) => name === values.host && running)
const host = isThere
  ? await attach(values.host)
  : await up({ name: values.host, image: 'monolith', keep: values.keep, onLine: line => console.log(line) })
const shop = await workshop([host])
try {
  for (const change of given.length > 0 ? given : usual) {
    const outcome = await changeUnderLoad(host, shop, change, Number(values.every))
    console.log(`\n${outcomeLines(outcome).join('\n')}`)
    if (values.save) save(values.save, outcome)
    if (outcome.wrong.length > 0) process.exitCode = 1
  }
} finally {
  shop.remove()
  if (!values.keep) await host.stop()
}

/** The whole request log, a JSON object a line. */
function save(folder: string, { change, report }: Outcome): void {
  mkdirSync(folder, { recursive: true })
  const file = join(folder, `${change.name.replaceAll(/\W+/g, '-')}.jsonl`)
  writeFileSync(file, report.log.map(one => `${JSON.stringify(one)}\n`).join(''))
}
