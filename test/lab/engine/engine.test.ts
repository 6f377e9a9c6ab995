/** The engine on a real host, through the command line: what is told is what is done, in as few round trips as promised. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type LabHost, up } from '../../../src/lab/index.ts'
import { type SwkRun, summary, type TaskEvent, tasks } from '../support/swk.ts'
import { type Workshop, workshop } from '../support/workshop.ts'

const name = 'eng1'
let host: LabHost
let shop: Workshop
beforeAll(async () => {
  host = await up({ name, image: 'base' })
  shop = await workshop([host], { user: 'admin' })
})
afterAll(async () => {
  shop?.remove()
  await host?.stop()
})

/** A play as root, of the tasks of one section and handlers. */
const playOf = (tasks: string, handlers = ''): string =>
  `- hosts: all\n  become: true\n  tasks:\n${indented(tasks)}${handlers && `  handlers:\n${indented(handlers)}`}`
const indented = (text: string): string => text.trim().replace(/^/gm, '    ').concat('\n')
const statuses = (run: SwkRun): Record<string, TaskEvent['status']> =>
  Object.fromEntries(tasks(run).map(task => [task.task, task.status]))
const said = async (script: string): Promise<string> => (await host.run(script)).stdout.trim()

describe('round trips after login', () => {
  const fifty = Array.from({ length: 50 }, (_, i) => `- copy: { dest: /srv/rt/f${i}, content: "content ${i}\\n" }`)
  const mixed = `
- name: folder
  file: { path: /srv/rt, state: directory, mode: "0755" }
- name: group
  group: { name: rt }
- name: user
  user: { name: rt, group: rt, create_home: false }
- name: file
  copy: { dest: /srv/rt/a, content: "a\\n", owner: rt, group: rt, mode: "0640" }
- name: line
  lineinfile: { path: /srv/rt/a, line: b }
- name: look
  command: cat /srv/rt/a
  register: look
  changed_when: false
- name: what was seen
  copy: { dest: /srv/rt/seen, content: "{{ look.stdout }}\\n" }
- name: items
  copy: { dest: "/srv/rt/{{ item }}", content: "{{ item }}\\n" }
  loop: [x, y, z]`

  test('are at most 1 + stages + tasks that act', async () => {
    const run = await shop.play(playOf(mixed))
    expect(run.code, run.stdout).toBe(0)
    const acting = tasks(run, 'changed').length + 1 // the command, which its changed_when calls no change
    expect(tasks(run, 'changed').map(task => task.task)).toEqual([
      'folder',
      'group',
      'user',
      'file',
      'line',
      'what was seen',
      'items',
    ])
    const stages = 1 // "what was seen" cannot be named before "look" has run
    expect(summary(run, name).roundTrips).toBeLessThanOrEqual(1 + stages + acting)
  })

  test('are 1 for fifty tasks on a host that is as it should be, in less than 20 kB up', async () => {
    await host.run('cd /srv/rt && for i in $(seq 0 49); do echo "content $i" >f$i; done')
    const run = await shop.play(playOf(fifty.join('\n')))
    expect(summary(run, name)).toMatchObject({ ok: 50, changed: 0, roundTrips: 1 })
    expect(summary(run, name).bytesUp).toBeLessThan(20_000)
  })

  test('are 1 for a check, whatever it finds', async () => {
    await host.run('rm -r /srv/rt')
    const check = await shop.check(
      playOf(`- file: { path: /srv/rt, state: directory, mode: "0755" }\n${fifty.join('\n')}`),
    )
    expect(summary(check, name)).toMatchObject({ changed: 51, roundTrips: 1 })
    expect(await said('ls -d /srv/rt')).toBe('')
  })
})

describe('results', () => {
  test('of a loop are judged item by item', async () => {
    const playbook = playOf(`
- name: codes
  command: sh -c 'echo said-{{ item }}; exit {{ item }}'
  loop: [0, 3, 0]
  register: codes
  changed_when: codes.rc == 3
  failed_when: codes.rc > 3
- name: kept
  assert:
    that:
      - codes.changed
      - codes.results | map(attribute='rc') | list == [0, 3, 0]
      - codes.results | map(attribute='changed') | list == [false, true, false]
      - codes.results[1].item == 3
      - codes.results[1].stdout == 'said-3'`)
    const run = await shop.play(playbook)
    expect(run.code, run.stdout).toBe(0)
    expect(statuses(run)).toEqual({ codes: 'changed', kept: 'ok' })
    expect(statuses(await shop.check(playbook))).toEqual({ codes: 'unknown', kept: 'unknown' })
  })

  test('of a command that `creates` keeps from running are those of a success', async () => {
    const playbook = playOf(`
- command: { cmd: touch /srv/made, creates: /srv/made }
  register: made
- name: seen
  debug: { msg: "rc {{ made.rc }}" }
- name: mode
  file: { path: /srv/made, mode: "0600" }`)
    expect(statuses(await shop.check(playbook))).toEqual({ command: 'changed', seen: 'unknown', mode: 'unknown' })
    expect(statuses(await shop.play(playbook))).toEqual({ command: 'changed', seen: 'ok', mode: 'changed' })
    expect(statuses(await shop.play(playbook))).toEqual({ command: 'ok', seen: 'ok', mode: 'ok' })
  })

  test('of a failure that is passed over say so, and what comes behind it runs', async () => {
    const playbook = playOf(`
- name: fails
  copy: { dest: /proc/nothing, content: x }
  register: it
  ignore_errors: true
- name: fails for itself only
  command: "false"
  ignore_errors: true
- name: behind
  copy: { dest: /srv/behind, content: x }
  when: it is failed`)
    const run = await shop.play(playbook)
    expect(run.code, run.stdout).toBe(0)
    expect(statuses(run)).toEqual({ fails: 'failed', 'fails for itself only': 'failed', behind: 'changed' })
    expect(summary(run, name)).toMatchObject({ failed: 0, ignored: 2 })
  })

  test('that failed_when calls no failure do not stop what comes behind', async () => {
    const run = await shop.play(
      playOf(`
- name: cannot
  copy: { dest: /proc/nothing2, content: x }
  failed_when: false
- name: behind
  copy: { dest: /srv/behind2, content: x }`),
    )
    expect(run.code, run.stdout).toBe(0)
    expect(await said('cat /srv/behind2')).toBe('x')
  })

  test('failed_when and changed_when are foreseen where they need no result of a command', async () => {
    const playbook = playOf(`
- name: unchanged
  copy: { dest: /srv/unchanged, content: x }
  changed_when: false
- name: unwanted
  copy: { dest: /srv/unwanted, content: x }
  register: it
  failed_when: it.changed`)
    const check = await shop.check(playbook)
    expect(statuses(check)).toEqual({ unchanged: 'ok', unwanted: 'failed' })
    expect(tasks(check)[0]?.diff).toEqual([])
    const run = await shop.play(playbook)
    expect(run.code).toBe(2)
    expect(await said('ls /srv/unchanged /srv/unwanted 2>&1 | grep -c "No such"')).toBe('2')
  })
})

describe('check_mode', () => {
  test('false runs in a check too, as what later tasks need; true never changes', async () => {
    const playbook = playOf(`
- name: look
  command: cat /etc/hostname
  check_mode: false
  changed_when: false
  register: hostname
- name: use
  copy: { dest: "/srv/{{ hostname.stdout }}", content: x }
- name: never
  file: { path: /srv/never, state: directory, mode: "0755" }
  check_mode: true
- name: not in it
  lineinfile: { path: /srv/never/file, line: x }
  ignore_errors: true`)
    const check = await shop.check(playbook)
    const play = await shop.play(playbook)
    const wanted = { look: 'ok', use: 'changed', never: 'changed', 'not in it': 'failed' }
    expect(statuses(check)).toEqual(wanted)
    expect(statuses(play)).toEqual(wanted)
    expect(await said(`ls -d /srv/never /srv/${name}`)).toBe(`/srv/${name}`)
  })

  test('false that fails for want of what the play would make is unknown in a check', async () => {
    const playbook = playOf(`
- name: tool
  copy: { dest: /srv/tool, content: "#!/bin/sh\\necho 1\\n", mode: "0755" }
- name: asked
  command: /srv/tool
  check_mode: false
  changed_when: false`)
    const check = await shop.check(playbook)
    expect(statuses(check)).toEqual({ tool: 'changed', asked: 'unknown' })
    expect(tasks(check, 'unknown')[0]?.because).toBe('tool')
    expect(statuses(await shop.play(playbook))).toEqual({ tool: 'changed', asked: 'ok' })
  })
})

describe('whom steps run as', () => {
  test('root, the login user, or become_user', async () => {
    const run = await shop.play(
      playOf(`
- command: { cmd: "sh -c 'id -un >/srv/who-root'", creates: /srv/who-root }
- command: { cmd: "sh -c 'id -un >/tmp/who-login'", creates: /tmp/who-login }
  become: false
- command: { cmd: "sh -c 'id -un >/tmp/who-other; id -Gn >>/tmp/who-other'", creates: /tmp/who-other }
  become_user: operator
- copy: { dest: /home/admin/mine, content: x }
  become: false`),
    )
    expect(run.code, run.stdout).toBe(0)
    const script = 'cat /srv/who-root /tmp/who-login; head -1 /tmp/who-other; stat -c %U /home/admin/mine'
    expect(await said(script)).toBe('root\nadmin\noperator\nadmin')
  })

  test('a later play may become root where an earlier one does not', async () => {
    const run = await shop.play(`
- hosts: all
  tasks: [{ command: id -un, register: one }, { assert: { that: one.stdout == 'admin' } }]
- hosts: all
  become: true
  tasks: [{ command: id -un, register: two }, { assert: { that: two.stdout == 'root' } }]
`)
    expect(run.code, run.stdout).toBe(0)
  })
})

describe('what fails', () => {
  test('tells what the step wrote to standard error', async () => {
    const run = await shop.play(playOf(`- command: sh -c 'echo the reason >&2; exit 7'`))
    expect(run.code).toBe(2)
    expect(tasks(run, 'failed')[0]?.error).toMatchObject({
      code: 'step-failed',
      message: expect.stringMatching(/exit 7\nthe reason$/),
    })
  })

  test('for want of time says which step, how long, and what it had said', async () => {
    shop.file('modules/slow.ts', slowModule)
    const run = await shop.play(playOf('- slow: { seconds: 30, timeout: 1 }'))
    expect(tasks(run, 'failed')[0]?.error).toEqual({
      code: 'step-timeout',
      message: 'sh -c echo begun; sleep 30: did not finish within 1 s\nbegun',
    })
  })

  test('of a program that is killed, or exits like one that ran out of time, is not for want of time', async () => {
    const run = await shop.play(playOf(killed))
    expect(tasks(run, 'failed').map(({ error }) => error)).toEqual([
      { code: 'step-failed', message: '/bin/sh -c kill -9 $$: exit 137 (killed by signal 9)' },
      { code: 'step-failed', message: '/bin/sh -c timeout 0.1 sleep 5: exit 124' },
    ])
    expect(tasks(run)[1]?.notes?.join()).toContain('rc is 137')
  })

  test('is not what was wanted when it is read back', async () => {
    await host.run('useradd odd')
    shop.file('modules/forgetful.ts', forgetfulModule)
    const run = await shop.play(playOf('- forgetful: {}'))
    expect(tasks(run, 'failed')[0]?.error?.code).toBe('not-verified')
    expect(tasks(run, 'failed')[0]?.error?.message).toMatch(/^read back after the change: user odd: shell is/)
  })

  test('by a bug in a module of the user names the task', async () => {
    shop.file('modules/broken.ts', brokenModule)
    const run = await shop.play(playOf('- name: mine\n  broken: {}\n  ignore_errors: true'))
    expect(run.code).toBe(2)
    expect(tasks(run, 'failed')[0]).toMatchObject({ task: 'mine', error: { code: 'bug' } })
    expect(tasks(run, 'failed')[0]?.error?.message).toMatch(/TypeError[\s\S]*broken\.ts/)
  })

  test('with a unit that starts and does not stay up is unit-flaps', async () => {
    const run = await shop.play(
      playOf(`
- copy:
    dest: /etc/systemd/system/flap.service
    content: |
      [Service]
      ExecStart=/bin/sh -c 'sleep 0.2; exit 1'
      Restart=always
      RestartSec=100ms
- systemd: { name: flap, state: started }`),
    )
    expect(run.code).toBe(2)
    expect(tasks(run, 'failed')[0]?.error).toMatchObject({
      code: 'unit-flaps',
      // Systemd may be between two attempts, or in one.
      message: expect.stringMatching(
        /^started, but did not stay running: flap\.service\n {2}flap\.service: .*NRestarts=\d/,
      ),
    })
    await host.run('systemctl stop flap')
  })
})

const killed = `
- { shell: kill -9 $$, register: r, ignore_errors: true }
- debug: { msg: "rc is {{ r.rc }}" }
- shell: timeout 0.1 sleep 5`

const slowModule = `import { args, command, defineModule, want, z } from 'swk'
export default defineModule({
  name: 'slow', summary: 'Sleeps.', args: args({ seconds: z.number(), timeout: z.number() }),
  reads: () => [],
  plan: ({ seconds, timeout }) =>
    [want(command({ argv: ['sh', '-c', \`echo begun; sleep \${seconds}\`], timeout } as never), { ran: true })],
})`

/** usermod takes the shell, and something else takes it back: here because both are wanted at once. */
const forgetfulModule = `import { args, command, defineModule, user, want } from 'swk'
export default defineModule({
  name: 'forgetful', summary: 'Undoes what it does.', args: args({}),
  reads: () => [user('odd')],
  plan: () => [
    want(user('odd'), { shell: '/bin/false' }),
    want(command({ argv: ['usermod', '-s', '/bin/dash', 'odd'] }), { ran: true }),
  ],
})`

const brokenModule = `import { args, defineModule } from 'swk'
export default defineModule({
  name: 'broken', summary: 'Is wrong.', args: args({}),
  reads: () => [],
  plan: () => [(undefined as never as { x: never }).x],
})`
