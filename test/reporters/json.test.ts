import { expect, test } from 'vitest'
import { sections } from '../../src/engine/task.ts'
import { errorLines, json } from '../../src/reporters/json.ts'
import { eventSchemas } from '../../src/reporters/schema.ts'
import { written } from './collect.ts'
import { run } from './run.ts'

test('every event is one line, and comes back as it was', async () => {
  const lines = (await written(json, run)).trimEnd().split('\n')
  expect(lines.map(line => JSON.parse(line))).toEqual(run)
})

test('keys come in the promised order', async () => {
  const lines = (await written(json, run)).split('\n')
  expect(lines[7]).toBe(
    '{"type":"task","host":"hs1","task":"Configured","module":"copy","section":"tasks","status":"changed","ms":12,' +
      '"diff":[{"path":"/etc/a","before":"one\\ntwo\\n","after":"one\\n2\\n","truncated":false}]}',
  )
  expect(lines[13]).toMatch(
    /^\{"type":"summary","hosts":\{"hs1":\{"ok":1,"changed":2,"unknown":0,"skipped":1,"failed":0,"unreachable":0/,
  )
})

test('--no-diff empties diffs and keeps their key', async () => {
  const lines = (await written(json, run, { showDiff: false })).split('\n')
  expect(JSON.parse(lines[7] ?? '')).toMatchObject({ task: 'Configured', diff: [] })
})

test('the manual names every section of a task', () => {
  const described = eventSchemas.task.shape.section.description
  expect(described?.split(/, | or |;/)).toEqual(expect.arrayContaining([...sections, 'handlers', 'connect']))
})

test('an error of loading tells file, line and column', () => {
  const place = { file: '/p/site.yaml', line: 6, column: 9, source: '    taks: []', length: 4 }
  expect(errorLines([{ code: 'unknown-key', message: 'A play has no key `taks`.', place, hint: 'tasks?' }])).toBe(
    '{"type":"error","code":"unknown-key","message":"A play has no key `taks`.",' +
      '"file":"/p/site.yaml","line":6,"column":9,"hint":"tasks?"}\n',
  )
})
