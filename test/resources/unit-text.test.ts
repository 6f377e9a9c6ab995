/** What the text of a unit file tells of its unit. */
import { expect, test } from 'vitest'
import { readUnitText } from '../../src/resources/unit/file-text.ts'
import { unitKind } from '../../src/resources/unit/index.ts'
import { newUnit } from '../../src/resources/unit/new.ts'

test.each([
  ['Type=oneshot\nExecStart=/bin/true', { ends: true, reloads: false, commands: ['ExecStart=/bin/true'] }],
  ['Type=oneshot\nRemainAfterExit=yes\nExecReload=/bin/true', { commands: ['ExecReload=/bin/true'] }],
  ['ExecStop=/bin/true', { ends: true, reloads: false, commands: ['ExecStop=/bin/true'] }],
  ['ExecStart=/usr/bin/redis-server /etc/redis.conf', { reloads: false, commands: [] }],
  ['Type = notify-reload\nExecStart=/bin/x', { commands: [] }],
  [
    'ExecStart=-+/bin/sh -c \\\n "echo >/srv/x"',
    { reloads: false, commands: ['ExecStart=/bin/sh -c   "echo >/srv/x"'] },
  ],
  [
    'ExecStartPre=/bin/x --config-path=/etc/x.yaml /srv/y',
    { ends: true, reloads: false, commands: ['ExecStartPre=/bin/x  /srv/y'] },
  ],
])('%s', (text, state) => expect(readUnitText(`[Unit]\nDescription=x\n[Service]\n${text}\n`)).toEqual(state))

test('whether a service ends is unknown where a drop-in may say it too', () => {
  const path = '/etc/systemd/system/n.service'
  const after = { type: 'file', sha256: 'b', text: '[Service]\nType=oneshot\nExecStart=/bin/true\n' }
  const change = { want: { kind: 'path', id: path, state: after }, before: { type: 'file', sha256: 'a' }, after }
  const follow = (dropIns: readonly string[], ends = {}) =>
    unitKind.follows?.(change, 'n.service', { ...newUnit, fragment: path, dropIns, ...ends }, () => null)
  expect(follow([])).toMatchObject({ ends: true, needReload: true })
  expect(follow(['/etc/systemd/system/n.service.d/a.conf'])).toBe('unknown')
  expect(follow(['/etc/systemd/system/n.service.d/a.conf'], { ends: true })).toMatchObject({ ends: true })
})
