/** What is told of a step that failed. */
import { expect, test } from 'vitest'
import { stepFailure } from '../../src/engine/result/failure.ts'
import { commandKind } from '../../src/resources/command.ts'
import { sh } from '../../src/shell/sh.ts'

const step = { name: 'write /srv/f', script: sh`:`, timeout: 60 }
const replyOf = (stderr: string, cut = false) => ({
  rc: 2,
  skipped: false,
  stdout: Buffer.from('a part'),
  stderr: Buffer.from(stderr),
  cut,
})

test('a message names no position in the shell text of swk', () => {
  const reply = {
    ...replyOf('/run/swk.Ab3xYz/s: 44: cannot create /srv/f: Read-only file system\n'),
    stdout: Buffer.alloc(0),
  }
  expect(stepFailure(step, reply, []).message).toBe('write /srv/f: exit 2\ncannot create /srv/f: Read-only file system')
})

test('a line that comes again and again is told once', () => {
  const wait = 'Waiting for cache lock: Could not get lock /var/lib/dpkg/lock-frontend.\n'
  const reply = { ...replyOf(`${wait}${wait}${wait}E: no lock\n`), stdout: Buffer.alloc(0) }
  expect(stepFailure(step, reply, []).message).toBe(`write /srv/f: exit 2\n${wait}E: no lock`)
})

test('only a step whose time was up is one that did not finish in time', () => {
  const endOf = (rc: number, ms: number) => {
    const reply = { ...replyOf(''), rc, stdout: Buffer.alloc(0), times: { started: 1000, ended: 1000 + ms } }
    const { code, message } = stepFailure(step, reply, [])
    return `${code}: ${message.trim()}`
  }
  expect([endOf(124, 60_010), endOf(137, 65_000), endOf(124, 300), endOf(137, 300), endOf(255, 300)]).toEqual([
    'step-timeout: write /srv/f: did not finish within 60 s',
    'step-timeout: write /srv/f: did not finish within 60 s',
    'step-failed: write /srv/f: exit 124',
    'step-failed: write /srv/f: exit 137 (killed by signal 9)',
    'step-failed: write /srv/f: exit 255',
  ])
})

test('output that was cut is not registered in part', () => {
  expect(commandKind.result?.([replyOf('', true)])).toEqual({
    rc: 2,
    msg: 'the output is larger than 1 MiB; it is not registered',
  })
  expect(commandKind.result?.([replyOf('')])).toMatchObject({ stdout: 'a part' })
})
