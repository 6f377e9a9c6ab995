import { expect, test } from 'vitest'
import { main } from '../../src/cli/main.ts'

async function swk(line: string) {
  let out = ''
  let err = ''
  const io = {
    out(text: string) {
      out += text
    },
    err(text: string) {
      err += text
    },
    env: {},
    terminal: false,
    interrupt: new AbortController().signal,
    cancel: new AbortController().signal,
  }
  const exit = await main(line.split(' ').filter(Boolean), io)
  return { exit, out, err }
}

test.each(['', '--help', '-h', 'help'])('`swk %s` lists the commands', async line => {
  const { exit, out } = await swk(line)
  expect(exit).toBe(0)
  for (const name of ['play', 'verify', 'modules', 'explain', 'lab']) expect(out).toContain(`swk ${name} `)
})

test('the help of a command has its options, and none that is not there yet', async () => {
  const { exit, out } = await swk('play --help')
  expect(exit).toBe(0)
  expect(out).toContain('-C, --check  ')
  expect(out).toContain('--plan FILE')
  expect(await swk('help play')).toEqual({ exit, out, err: '' })
})

test.each([
  ['plya', 'swk: unknown command "plya" (did you mean play?)\n'],
  ['--chek', 'swk: unknown option --chek (write options after the command: swk play ... --check)\n'],
  ['rollback -i y', 'swk: rollback needs the hosts on which a run is taken back (--limit HOST)\n'],
  ['play x -i y --plan p', 'swk: the plan p cannot be read: it does not exist\n'],
  ['play x -i y --ssh-common-args=-A', 'swk: --ssh-common-args: the ssh option -A is not supported\n'],
  [
    'play x -i y --ssh-common-args=-oStrictHostKeyChecking=no',
    'swk: --ssh-common-args: StrictHostKeyChecking=no is refused: host keys are always verified; `accept-new` trusts a new key once\n',
  ],
  ['play', 'swk: play needs a playbook (swk play PLAYBOOK -i INVENTORY)\n'],
  ['explain bugg', 'swk: "bugg" is not an error code (did you mean bug?)\n'],
  ['modules usergruop', 'swk: "usergruop" is not a module (did you mean user-group?)\n'],
])('`swk %s` is one clear line and exit 1', async (line, err) => {
  expect(await swk(line)).toEqual({ exit: 1, out: '', err })
})

test('an error code is explained', async () => {
  expect((await swk('explain busy')).out).toContain('Another swk run holds the lock of the host.')
})

test('every module has a manual', async () => {
  const { out } = await swk('modules')
  const names = out
    .trim()
    .split('\n')
    .map(row => row.split(' ')[0] ?? '')
  expect(names).toContain('user-group')
  for (const name of names) {
    const { exit, out: manual } = await swk(`modules ${name}`)
    expect(exit).toBe(0)
    expect(manual).toContain('Arguments')
  }
})
