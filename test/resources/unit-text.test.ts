/** What the text of a unit file tells of its unit. */
import { expect, test } from 'vitest'
import { readUnitText } from '../../src/resources/unit/file-text.ts'

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
