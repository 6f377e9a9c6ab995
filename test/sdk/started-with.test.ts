import { describe, expect, test } from 'vitest'
import { type HostView, Refusal } from '../../src/engine/module.ts'
import { asNote, filesOfNote, recordingDropIn, startRecordPath } from '../../src/resources/unit/start-record.ts'
import { configNote, dueBecause } from '../../src/sdk/start-record.ts'

const a = 'a'.repeat(64)
const b = 'b'.repeat(64)

const hostWith = (files: Record<string, string>, began: string | null, active = 'active'): HostView => ({
  state: ({ kind, id }) => {
    if (kind === 'unit') return { active, config: began }
    return files[id] === undefined ? null : { type: 'file', sha256: files[id] }
  },
  text: () => null,
  mayExist: () => false,
  isMade: () => false,
})

describe('due because of', () => {
  test.each([
    ['nothing', { '/x': a, '/y': b }, `${a} /x\n${b} /y\n`, []],
    ['other content', { '/x': b, '/y': b }, `${a} /x\n${b} /y\n`, ['/x']],
    ['a file that is gone', { '/y': b }, `${a} /x\n${b} /y\n`, ['/x']],
    ['a file that is new', { '/x': a, '/y': b }, `${a} /x\n`, ['/y']],
    ['a file that is not named any more', { '/x': a, '/y': b }, `${a} /x\n${b} /y\n${a} /z\n`, ['/z']],
    ['a process that began with none of them', { '/x': a }, '', ['/x']],
    ['all that are there, where nothing was noted', { '/x': a }, null, ['/x']],
  ])('%s', (_, files, began, due) => {
    const host = hostWith(files, began)
    expect(dueBecause('n.service', ['/y', '/x'], host).toSorted()).toEqual(due)
  })

  test('nothing where no process runs', () => {
    expect(dueBecause('n.service', ['/x'], hostWith({ '/x': a }, null, 'inactive'))).toEqual([])
  })
})

test('files that are not there are in no note; others in the order of their paths', () => {
  expect(configNote(['/z', '/y', '/x', '/x'], hostWith({ '/x': a, '/z': b }, null))).toBe(`${a} /x\n${b} /z\n`)
})

test('a name that no note can hold is refused', () => {
  expect(() => configNote(['/a\nb'], hostWith({}, null))).toThrow(Refusal)
})

test('a note is read as it was written', () => {
  const files = new Map([
    ['/b c', b],
    ['/a', a],
  ])
  expect([...filesOfNote(asNote(files))].toSorted()).toEqual([...files].toSorted())
  expect(startRecordPath(['# started with', `${b}  /b c`, `${a}  /a`])).toBe(asNote(files))
  expect(startRecordPath(['# started with'])).toBe('')
})

test('of what began under an earlier version, which noted one hash, all files are a reason', () => {
  const began = startRecordPath([a])
  expect(dueBecause('n.service', ['/x', '/y'], hostWith({ '/x': a }, began))).toEqual([
    '/x',
    'the record of an earlier version of swk',
  ])
  expect(dueBecause('n.service', ['/y'], hostWith({}, began))).not.toEqual([])
})

test('nothing was noted of what began without a drop-in', () => {
  expect(startRecordPath([])).toBeNull()
})

test('names of files are words of a unit file, whatever is in them', () => {
  expect(recordingDropIn(['/a b', `/%n$HOME"\\`])).toMatch(/ sh "\/a b" "\/%%n\$\$HOME\\"\\\\"\n$/)
})
