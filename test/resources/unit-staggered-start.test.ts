/** Which units wait for which, where many restart at once: the step itself runs, on a folder of its own. */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { functions } from '../../src/resources/unit/change.ts'
import { staggerStarts } from '../../src/resources/unit/staggered-start.ts'
import { inlinePrograms } from '../../src/shell/program.ts'
import { lines } from '../../src/shell/sh.ts'

const folder = mkdtempSync(join(tmpdir(), 'swk-lanes-'))
afterAll(() => rmSync(folder, { recursive: true }))

/** What the units wait for behind the lines of the step, and what is left when it has ended. */
function ordered(processors: number, units: readonly string[]) {
  const run = `${folder}/run`
  const before = `systemctl() { echo "$@" >>"${folder}/said"; }; nproc() { echo ${processors}; }`
  const look = `for file in ${run}/*.d/swk-order.conf; do [ ! -e "$file" ] || echo "$file $(tail -n 1 "$file")"; done`
  const text = inlinePrograms(lines(functions, ...staggerStarts(units))).replaceAll('/run/systemd/system', run)
  writeFileSync(join(folder, 'step'), `set -e\nmkdir -p ${run}\n${before}\n${text}\n${look}\n`)
  writeFileSync(join(folder, 'said'), '')
  const { stdout, stderr, status } = spawnSync('sh', [join(folder, 'step')], { encoding: 'utf8' })
  expect(status, stderr).toBe(0)
  return {
    waits: stdout
      .split('\n')
      .filter(Boolean)
      .map(line => line.slice(run.length + 1).replace('.d/swk-order.conf After=', ' after ')),
    left: readdirSync(run),
    said: readFileSync(join(folder, 'said'), 'utf8'),
  }
}

const units = ['main', 'w1', 'w2', 'w3', 'w4', 'w5']

test('each waits for the one that many places before it, as the host has processors, as long as the step takes', () => {
  expect(ordered(2, units)).toEqual({
    waits: ['w3 after w1', 'w4 after w2', 'w5 after w3'],
    left: [],
    said: 'daemon-reload\ndaemon-reload\n',
  })
  expect(ordered(4, units).waits).toEqual(['w5 after w1'])
  expect(ordered(1, units).waits).toEqual(['w2 after w1', 'w3 after w2', 'w4 after w3', 'w5 after w4'])
})

test('none waits where there are processors enough', () => {
  expect(ordered(5, units)).toEqual({ waits: [], left: [], said: '' })
  expect(staggerStarts(['main', 'w1'])).toEqual([])
})
