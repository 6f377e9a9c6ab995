import { expect, test } from 'vitest'
import { plain } from '../../src/reporters/plain.ts'
import { written } from './collect.ts'
import { checkRun, run } from './run.ts'

const still = () => 0
const open = (options: Parameters<typeof plain>[0]) => plain(options, still)

test('a play is told line by line, each with its host', async () => {
  expect(await written(open, run)).toMatchInlineSnapshot(`
    "Workers: 2 hosts
    batch: hs1
    hs1  | Unpacking \\x1b[1mredis
    hs1  | Done
    hs1  changed       Install Redis  4.2 s
    hs1  changed       Configured
        --- /etc/a
        +++ /etc/a
        @@ -1,2 +1,2 @@
         one
        -two
        +2
    hs1  skipped       Export  when: export_enabled
    hs1  ok            Already there (x)
    hs2  unreachable   Connect
        no route to host [unreachable]
        second line
        hint: is it up?

    host  ok  changed  unknown  skipped  failed  unreachable  round trips      up    down  time
    hs1    1        2        0        1       0            0            1  3.1 kB  9.1 kB  0 ms
    hs2    0        0        0        0       0            1            0  3.1 kB  9.1 kB     -

    1 host unreachable; 2 changes made
    "
  `)
})

test('a check says what would change, and that nothing was', async () => {
  expect(await written(open, checkRun)).toMatchInlineSnapshot(`
    "Workers: 1 host; check mode, nothing is changed
    hs1  would change  Private
        /etc/a: mode 0644 -> 0660
    hs1  unknown       Redis runs  because of "Install Redis"
        start redis-server.service

    host  ok  would change  unknown  skipped  failed  unreachable  round trips      up    down  time
    hs1    0             1        1        0       0            0            1  3.1 kB  9.1 kB  0 ms

    1 change pending, 1 result unknown; nothing was changed
    "
  `)
})

test('--no-diff leaves out how files change', async () => {
  expect(await written(open, run, { showDiff: false })).not.toContain('+2')
})

test('FORCE_COLOR colours lines that go to a file', async () => {
  expect(await written(open, run, { env: { FORCE_COLOR: '1' } })).toContain('\x1b[32m+2\x1b[39m')
})
