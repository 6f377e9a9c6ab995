/** Units: what systemd and the disk say -> states; states -> steps. */
import { describe, expect, test } from 'vitest'
import type { State } from '../../src/resources/kind.ts'
import { unitKind } from '../../src/resources/unit/index.ts'

const shown = (more: Record<string, string> = {}) =>
  Object.entries({
    MainPID: '7',
    NRestarts: '2',
    LoadState: 'loaded',
    ActiveState: 'active',
    SubState: 'running',
    FragmentPath: '/lib/systemd/system/n.service',
    DropInPaths: '',
    UnitFileState: 'enabled',
    NeedDaemonReload: 'no',
    ...more,
  })
    .map(([key, value]) => `${key}=${value}\n`)
    .join('')

const read = (output: string, ...ids: string[]) => [
  ...unitKind
    .read(
      Buffer.from(output),
      ids.map(id => ({ kind: 'unit', id })),
    )
    .values(),
]

const masked = shown({ LoadState: 'masked', FragmentPath: '/etc/systemd/system/n.service' })

describe('read', () => {
  test('states come in the order asked, templates in between', () => {
    const output = `${shown()}\n${shown({ LoadState: 'not-found' })}\nfile /etc/systemd/system/w@.service\n`
    expect(read(output, 'n.service', 'w@.service', 'none.service')).toMatchObject([
      { active: 'active', mainPid: 7, restarts: 2, needReload: false, config: null },
      { fragment: '/etc/systemd/system/w@.service', active: 'inactive' },
      null,
    ])
  })

  test('how it runs is read from disk where systemd has not loaded that', () => {
    const block = `${shown({ Type: 'simple', NeedDaemonReload: 'yes' })}\n`
    const text = 'text n.service Type=oneshot\ntext n.service ExecReload=/bin/true\n'
    expect(read(block + text, 'n.service')).toMatchObject([{ ends: true }])
    expect(read(`${block}text n.socket Type=oneshot\n`, 'n.service')).not.toMatchObject([{ ends: true }])
  })

  test('groups are the effective one and the supplementary ones', () => {
    const output = `${shown()}\n/proc/7/status:Gid:\t1\t4\t1\t1\n/proc/7/status:Groups:\t105 29 \n`
    expect(read(output, 'n.service')).toMatchObject([{ gids: [4, 29, 105] }])
  })

  const dropIn = '/etc/systemd/system/n.service.d/a.conf'
  test.each([
    ['as loaded', shown({ DropInPaths: dropIn }), `file ${dropIn}\n`, false],
    ['systemd says so', shown({ NeedDaemonReload: 'yes' }), '', true],
    ['a new drop-in', shown(), `file ${dropIn}\n`, true],
    ['a drop-in of another unit', shown(), 'file /etc/systemd/system/other.service.d/a.conf\n', false],
    ['a drop-in that is gone', shown({ DropInPaths: dropIn }), `gone ${dropIn}\n`, true],
    [
      'a drop-in hidden by one of the same name',
      shown({ DropInPaths: dropIn }),
      'file /usr/lib/systemd/system/n.service.d/a.conf\n',
      false,
    ],
    ['a file that hides the loaded one', shown(), 'file /etc/systemd/system/n.service\n', true],
    ['masked', masked, 'file /etc/systemd/system/n.service\nempty /etc/systemd/system/n.service\n', false],
    ['a mask that a file has replaced', masked, 'file /etc/systemd/system/n.service\n', true],
  ])('to be read anew: %s', (_name, block, disk, needReload) => {
    expect(read(`${block}\n${disk}`, 'n.service')).toMatchObject([{ needReload }])
  })
})

describe('write', () => {
  const is = { load: 'loaded', active: 'active', enabled: 'enabled', needReload: false, config: 'old', gids: [0] }
  const steps = (before: State | null, state: State) =>
    unitKind.write?.(before, { ...before, ...state }, { kind: 'unit', id: 'n.service', state })?.map(step => step.name)

  test.each<[string, State | null, State, string[]]>([
    [
      'a new unit',
      null,
      { needReload: false, enabled: 'enabled', active: 'active' },
      ['daemon-reload', 'enable n.service', 'start n.service'],
    ],
    ['only reloaded', { ...is, needReload: true }, { needReload: false, active: 'active' }, ['daemon-reload']],
    [
      'other configuration',
      { ...is, needReload: true },
      { needReload: false, config: 'new' },
      ['daemon-reload', 'restart n.service'],
    ],
    [
      'other configuration, not running',
      { ...is, active: 'inactive', config: null },
      { config: 'new', active: 'active' },
      ['start n.service'],
    ],
    ['other configuration, to be stopped', is, { config: 'new', active: 'inactive' }, ['stop n.service']],
    ['failed', { ...is, active: 'failed', config: null }, { active: 'active' }, ['start n.service']],
    ['failed, not wanted', { ...is, active: 'failed' }, { active: 'inactive' }, ['stop n.service']],
    ['masked', is, { load: 'masked', active: 'inactive' }, ['mask n.service', 'stop n.service']],
    ['unmasked', { ...is, load: 'masked' }, { load: 'loaded', enabled: 'enabled' }, ['unmask n.service']],
    ['a group is missing', is, { gids: [0, 4] }, ['restart n.service']],
    ['disabled', is, { enabled: 'disabled' }, ['disable n.service']],
  ])('%s', (_name, before, state, names) => expect(steps(before, state)).toEqual(names))
})
