/** Units that change as one: what stops, what restarts at once, and what starts behind it. The steps run, on a systemctl that notes its calls. */
import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import type { State } from '../../src/resources/kind.ts'
import { unitKind } from '../../src/resources/unit/index.ts'
import { inlinePrograms } from '../../src/shell/program.ts'

const up = { active: 'active', enabled: 'enabled', needReload: false, config: 'old', replaced: [] }
const change = (id: string, before: State, state: State, how: Record<string, string | number | boolean> = {}) => ({
  before,
  after: { ...before, ...state },
  want: { kind: 'unit', id, state, how: { transaction: 't', ...how } },
})

const folder = mkdtempSync(join(tmpdir(), 'swk-units-'))
afterAll(() => rmSync(folder, { recursive: true }))
const programs = {
  systemctl:
    'echo systemctl "$@" >>"$SAID"; case " $* " in *ConsistsOf*) printf "main-gate.service\\nmain worker\\n" ;; esac',
  'systemd-run': 'echo systemd-run "$@" >>"$SAID"',
  nproc: 'echo 2',
}
mkdirSync(join(folder, 'bin'))
for (const [name, text] of Object.entries(programs))
  writeFileSync(join(folder, 'bin', name), `#!/bin/sh\n${text}\n`, { mode: 0o755 })

/** The calls that the steps of the changes make, in order. */
function calls(...changes: readonly ReturnType<typeof change>[]): readonly string[] {
  const said = join(folder, 'said')
  writeFileSync(said, '')
  for (const { script } of unitKind.writeMany?.(changes) ?? []) {
    const env = { PATH: `${join(folder, 'bin')}:${process.env.PATH}`, SAID: said }
    const { status, stderr } = spawnSync('sh', ['-c', `set -e\n${inlinePrograms(script)}`], { env, encoding: 'utf8' })
    expect(status, stderr).toBe(0)
  }
  return readFileSync(said, 'utf8').split('\n').filter(Boolean)
}
const verbs = (lines: readonly string[]) =>
  lines.filter(line => line.startsWith('systemctl') && !/status|reset-failed|is-active| show /.test(line))

test('main and writers restart in one command, the rest stops before it and starts behind it', () => {
  const lines = calls(
    change('main', up, { config: 'new' }, { order: 0 }),
    change('typing1', { ...up, active: 'inactive' }, { active: 'active' }, { order: 0 }),
    change('sync1', up, { config: 'new' }, { order: 2 }),
    change('sender1', up, { config: 'new' }, { order: 1 }),
    change('old1', up, { active: 'inactive', enabled: 'disabled' }, { order: 1 }),
    change('writer1', up, { active: 'inactive' }, { order: 0 }),
  )
  expect(verbs(lines)).toEqual([
    'systemctl disable -- old1',
    'systemctl stop -- old1 sync1 sender1',
    'systemctl stop --no-block -- writer1',
    'systemctl restart -- main typing1',
    'systemctl stop -- writer1',
    'systemctl start -- sender1',
    'systemctl start -- sync1',
  ])
})

test('nginx is told before anything stops', () => {
  const lines = calls(change('main', up, { config: 'new' }, { reload: 'nginx.service' }))
  expect(verbs(lines)).toEqual([
    'systemctl stop -- swk-reload.service',
    'systemctl restart --no-block -- swk-reload.service main',
    'systemctl reload -- nginx.service',
    'systemctl stop -- swk-reload.service',
    'systemctl start -- main',
  ])
})

test('what leaves stops behind the reload, and a gate may close before it', () => {
  const reload = { reload: 'nginx.service', closing: 'main-gate.service' }
  const leaving = change('typing1', up, { active: 'inactive' }, { order: 0 })
  const lines = calls(change('main', up, { config: 'new' }, reload), leaving)
  expect(verbs(lines)).toEqual([
    'systemctl stop -- swk-reload.service',
    'systemctl restart --no-block -- swk-reload.service main',
    'systemctl stop --no-block -- typing1',
    'systemctl reload -- nginx.service',
    'systemctl stop -- swk-reload.service',
    'systemctl start -- main',
    'systemctl stop -- typing1',
  ])
  expect(lines).toContain('systemctl show --property=Id,ConsistsOf --value -- main typing1')
  expect(lines.find(line => line.startsWith('systemd-run'))).toContain('--property=After=main worker ')
})

test('a process on libraries that an upgrade has replaced is due', () => {
  const before = { ...up, replaced: ['/opt/venvs/s/synapse_rust.abi3.so'] }
  expect(verbs(calls(change('main', before, { replaced: [] })))).toEqual(['systemctl restart -- main'])
  expect(verbs(calls(change('main', up, { replaced: [] })))).toEqual([])
})

test('many that start behind start as many at once as there are processors', () => {
  const workers = Array.from({ length: 3 }, (_, i) => change(`w${i}`, up, { config: 'new' }, { order: 1 }))
  expect(verbs(calls(...workers))).toEqual([
    'systemctl stop -- w0 w1 w2',
    'systemctl start -- w0 w1',
    'systemctl start -- w2',
  ])
})
