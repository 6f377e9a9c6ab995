/** The recorded run behind the picture in the README: `npm run record` makes a new one, `npm run docs` draws it. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { steps as demoSteps } from '../../scripts/demo-steps.ts'
import { readRecording, recordingFile } from '../../scripts/recording.ts'
import { viewFrom } from '../topology/show/support.ts'

const root = join(import.meta.dirname, '../..')
const text = readFileSync(join(root, recordingFile), 'utf8')
const steps = readRecording(text)

test('every recorded event is as the schema of events says, without further fields', () => {
  const lines = text.trimEnd().split('\n')
  const written = lines.map(line => JSON.parse(line) as unknown)
  expect(steps.flatMap(({ title, args, events }) => [{ title, args }, ...events])).toEqual(written)
})

test('an event of another schema is refused', () => {
  const event = { type: 'host:end', host: 'hs1', status: 'finished' }
  expect(() => readRecording(`${JSON.stringify({ at: 1, event })}\n`)).toThrow()
})

test('the recorded steps are those of the demo, and each ended well', () => {
  const expected = demoSteps.filter(({ args }) => !args.includes('--check'))
  expect(steps.map(({ title, args }) => ({ title, args }))).toEqual(expected)
  for (const { events } of steps) expect(events.at(-1)?.event).toMatchObject({ type: 'summary', exit: 0 })
})

test('the last recorded play changes nothing', () => {
  const summary = steps.at(-1)?.events.at(-1)?.event
  expect(summary).toMatchObject({ type: 'summary', hosts: { hs1: { changed: 0, failed: 0, roundTrips: 1 } } })
})

test('the recorded tasks are those of the playbook as it is compiled today', () => {
  const [play] = parse(readFileSync(join(root, 'playbooks/site.yaml'), 'utf8')) as { topology: { synapse: object } }[]
  const view = viewFrom(JSON.stringify({ synapse: play?.topology.synapse }))
  const titles = view.tasks.map(({ name }) => name)
  const recorded = steps.flatMap(({ events }) => events.flatMap(({ event }) => (event.type === 'task' ? [event] : [])))
  expect(recorded.length).toBeGreaterThan(60)
  expect(recorded.map(({ task }) => task).filter(task => !titles.includes(task))).toEqual([])
})
