import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { tree } from '../../src/reporters/tree.ts'
import { checkRun, run } from './run.ts'

test('what changed stays on the screen, what was at work does not', async () => {
  const { terminal, text } = screen()
  const reporter = tree(options, terminal, () => 0)
  for (const event of run.slice(0, 5)) reporter.event(event)
  await sleep(250)
  expect(text()).toMatch(/Workers\n {2}. hs1 {4}0\/4 {2}Install Redis\n/)
  for (const event of run.slice(5)) reporter.event(event)
  await reporter.end()
  expect(text()).toMatchInlineSnapshot(`
    "Workers · 2 hosts

    ● hs1  Install Redis  changed · 4.2 s
    ● hs1  Configured  changed
        --- /etc/a
        +++ /etc/a
        @@ -1,2 +1,2 @@
         one
        -two
        +2

    ⊘ hs2  Connect  unreachable
        no route to host [unreachable]
        second line
        hint: is it up?

    host  ok  changed  unknown  skipped  failed  unreachable  round trips      up    down  time
    hs1    1        2        0        1       0            0            1  3.1 kB  9.1 kB  0 ms
    hs2    0        0        0        0       0            1            0  3.1 kB  9.1 kB     –

    1 host unreachable; 2 changes made
    "
  `)
})

test('a check that is over before the first picture is told whole', async () => {
  const { terminal, text } = screen()
  const reporter = tree(options, terminal, () => 0)
  for (const event of checkRun) reporter.event(event)
  await reporter.end()
  expect(text()).toContain('● hs1  Private  would change')
  expect(text()).toContain('? hs1  Redis runs  unknown · because of "Install Redis"')
  expect(text()).toContain('1 change pending, 1 result unknown; nothing was changed')
})

test('nothing is written after the end', async () => {
  const { terminal, writes } = screen()
  const reporter = tree(options, terminal, () => 0)
  for (const event of run.slice(0, 5)) reporter.event(event)
  await reporter.end()
  const before = writes()
  await sleep(250)
  expect(writes()).toBe(before)
})

const options = { out() {}, env: { LANG: 'C.UTF-8', NO_COLOR: '1' }, terminal: true, showDiff: true }

/** A terminal that knows the few sequences which the tree may use. */
function screen() {
  let lines = ['']
  let writes = 0
  const write = (text: string) => {
    writes++
    for (const [part] of text.matchAll(/\x1b\[(?:\d+F|0J|\?25[hl])|\n|[^\x1b\n]+/g)) {
      if (part === '\n') lines.push('')
      else if (part.endsWith('F'))
        lines = [...lines.slice(0, lines.length - 1 - Number.parseInt(part.slice(2), 10)), '']
      else if (!part.startsWith('\x1b')) lines[lines.length - 1] += part
    }
  }
  return { terminal: { columns: 100, rows: 30, write }, text: () => lines.join('\n'), writes: () => writes }
}
