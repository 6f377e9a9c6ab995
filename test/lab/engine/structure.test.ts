/** Roles, blocks and handlers on a real host, with what Ansible leaves of the same play. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type LabHost, up } from '../../../src/lab/index.ts'
import { type SwkRun, summary, tasks } from '../support/swk.ts'
import { type Workshop, workshop } from '../support/workshop.ts'

const name = 'struct1'
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

const head = '- hosts: all\n  become: true\n'
const told = (run: SwkRun): string[] =>
  tasks(run).map(
    ({ task, status, ignored, rescued }) => `${task} ${rescued ? 'rescued' : ignored ? 'ignored' : status}`,
  )

test('a block that fails is rescued, always runs, and the play goes on', async () => {
  const text = `${head}
  tasks:
    - name: trial
      block:
        - { name: breaks, command: ls /none, register: seen }
        - { name: left out, command: touch /root/left-out }
      rescue:
        - name: says what broke
          copy:
            dest: /root/rescued
            content: "{{ ansible_failed_task.name }} {{ ansible_failed_result.rc }}"
      always:
        - { name: always, copy: { dest: /root/always, content: a } }
    - { name: after, copy: { dest: /root/after, content: a } }
`
  const run = await shop.play(text)
  expect(run.code, run.stdout).toBe(0)
  expect(told(run)).toEqual(['breaks rescued', 'says what broke changed', 'always changed', 'after changed'])
  expect((await host.run('cat /root/rescued; ls /root/always /root/after; ls /root/left-out || true')).stdout).toMatch(
    /^breaks 2\/root\/after\n\/root\/always\n$/,
  )
})

test('without rescue a failure runs always, and forced handlers, and fails the host', async () => {
  const text = `${head}
  force_handlers: true
  tasks:
    - block:
        - { name: one, copy: { dest: /root/one, content: a }, notify: h }
        - { name: breaks, command: "false" }
      always:
        - { name: always, copy: { dest: /root/always2, content: a } }
    - { name: after, copy: { dest: /root/after2, content: a } }
  handlers:
    - { name: h, copy: { dest: /root/handled, content: a } }
`
  const run = await shop.play(text)
  expect(run.code).toBe(2)
  expect(told(run)).toEqual(['one changed', 'breaks failed', 'always changed', 'h changed'])
})

test('a handler may notify one above it; end_host ends the play without failing it', async () => {
  const text = `${head}
  tasks:
    - { name: one, command: "true", notify: second }
    - meta: flush_handlers
    - { name: end, meta: end_play, when: ends }
    - { name: never, command: "true" }
  vars: { ends: true }
  handlers:
    - { name: first, command: touch /root/first }
    - { name: second, command: "true", notify: first }
`
  const run = await shop.play(text)
  expect(run.code, run.stdout).toBe(0)
  expect(told(run)).toEqual(['one changed', 'second changed', 'first changed', 'end ok'])
})

test('a task is retried until its condition holds, or fails after its attempts', async () => {
  const count = 'echo x >>/root/count; wc -l </root/count'
  const text = `${head}
  tasks:
    - { name: counts, shell: "${count}", register: r, until: r.stdout == "3", retries: 5, delay: 0 }
    - { name: attempts, copy: { dest: /root/attempts, content: "{{ r.attempts }}" } }
    - { name: in vain, command: "false", register: v, retries: 1, delay: 0, ignore_errors: true }
    - { name: never holds, command: "true", register: n, until: n.rc == 1, retries: 1, delay: 0 }
`
  const run = await shop.play(text)
  expect(run.code, run.stdout).toBe(2)
  expect(told(run)).toEqual(['counts changed', 'attempts changed', 'in vain ignored', 'never holds failed'])
  expect((await host.run('cat /root/attempts')).stdout).toBe('3')
})

test('failed_when decides over a refusal too, in check and play', async () => {
  const text = `${head}
  tasks:
    - { name: passes, systemd: { name: none.service, state: started }, failed_when: false, register: r }
    - { name: says, copy: { dest: /root/says, content: "{{ r.failed }}" } }
`
  const check = await shop.check(text)
  expect(told(check)).toEqual(['passes ok', 'says changed'])
  const run = await shop.play(text)
  expect(told(run)).toEqual(told(check))
  expect((await host.run('cat /root/says')).stdout).toBe('False')
})

test('results of a loop hold its skipped items, as Ansible has them', async () => {
  const text = `${head}
  tasks:
    - { name: some, command: "true", loop: [a, b, c], when: item != "b", register: r, changed_when: false }
    - { name: none, command: "true", loop: [a], loop_control: { loop_var: one }, when: one == "b", register: n }
    - name: holds
      assert:
        that:
          - r.results | length == 3
          - r.results[1].skipped and r.results[1].item == 'b' and r.results[1].false_condition == 'item != "b"'
          - r.results[2].skipped is not defined and r.results[2].rc == 0 and r.results[2].ansible_loop_var == 'item'
          - r.msg == 'All items completed' and not r.skipped
          - n is skipped and n.results[0].one == 'a' and n.msg == 'All items skipped'
`
  const run = await shop.play(text)
  expect(run.code, run.stdout).toBe(0)
  expect(told(run)).toEqual(['some ok', 'none skipped', 'holds ok'])
})

test('results live across plays and out of handlers; what never ran is not defined', async () => {
  const text = `${head}
  tasks:
    - { name: one, command: echo a, register: r, notify: h }
  post_tasks:
    - { name: of the handler, copy: { dest: /root/h, content: "{{ h.stdout }}" } }
    - { name: never, debug: { msg: x }, when: left is defined }
    - { name: breaks, block: [{ command: "false" }, { command: "true", register: left }], rescue: [{ meta: noop }] }
    - { name: still never, debug: { msg: x }, when: left is defined }
  handlers:
    - { name: h, command: echo b, register: h }
${head.replace('hosts', 'name: second\n  hosts')}  tasks:
    - { name: of the play, copy: { dest: /root/r, content: "{{ r.stdout }}" } }
`.replace('    - { name: never, debug: { msg: x }, when: left is defined }\n', '')
  const run = await shop.play(text)
  expect(run.code, run.stdout).toBe(0)
  expect((await host.run('cat /root/h /root/r')).stdout).toBe('ba')
  expect(told(run).filter(line => line.startsWith('still'))).toEqual(['still never skipped'])
  const check = await shop.check(text)
  expect(check.code, check.stdout).toBe(0)
})

test('a role with defaults, a template, a dependency and a handler costs one round trip once it holds', async () => {
  const text = `${head}
  pre_tasks: [{ name: first, copy: { dest: /root/order, content: "" } }]
  roles: [{ role: web, port: 81 }]
  tasks:
    - include_role: { name: web, tasks_from: more }
      loop: [x, y]
`
  const files = {
    'roles/web/defaults/main.yml': 'port: 80\nsite: default\n',
    'roles/web/meta/main.yml': 'dependencies: [{ role: base }]\n',
    'roles/web/templates/site.j2': '{{ site }}:{{ port }}\n',
    'roles/web/tasks/main.yml': '- { template: { src: site.j2, dest: /root/site }, notify: reload }\n',
    'roles/web/tasks/more.yml': '- copy: { dest: "/root/more-{{ item }}", content: "{{ site }}" }\n',
    'roles/web/handlers/main.yml': '- { name: reload, command: touch /root/reloaded }\n',
    'roles/base/tasks/main.yml': '- file: path=/root/base state=directory mode=0750\n',
  }
  for (const [file, content] of Object.entries(files)) shop.file(file, content)
  const run = await shop.play(text)
  expect(run.code, run.stdout).toBe(0)
  expect(told(run)).toEqual([
    'first changed',
    'base : file changed',
    'web : template changed',
    'web : copy changed',
    'web : copy changed',
    'web : reload changed',
  ])
  expect((await host.run('cat /root/site; ls -d /root/reloaded /root/more-?')).stdout).toBe(
    'default:81\n/root/more-x\n/root/more-y\n/root/reloaded\n',
  )
  const again = await shop.play(text)
  expect(told(again).every(line => line.endsWith(' ok'))).toBe(true)
  expect(summary(again, name).roundTrips).toBe(1)
})

test('an include that a result names brings its tasks, blocks and handlers at its stage', async () => {
  shop.file(
    'setup-red.yaml',
    '- block: [{ name: breaks, command: "false" }]\n  rescue: [{ name: "red {{ item }}", command: "true", notify: h }]\n',
  )
  shop.file('h.yaml', '- { name: handled, command: "true" }\n')
  const text = `${head}
  tasks:
    - { command: echo red red, register: r, check_mode: false }
    - { name: bring, include_tasks: "setup-{{ item }}.yaml", loop: "{{ r.stdout.split() }}" }
  handlers:
    - { name: h, include_tasks: h.yaml }
`
  const expected = ['command changed', 'bring ok', 'breaks rescued', 'red red changed']
  const run = await shop.play(text)
  expect(run.code, run.stdout).toBe(0)
  expect(told(run)).toEqual([...expected, ...expected.slice(2), 'h ok', 'handled changed'])
})

test('environment and module_defaults reach what runs', async () => {
  const text = `${head}
  environment: { A: "it's", B: play }
  module_defaults: { command: { chdir: /usr } }
  tasks:
    - { command: sh -c 'echo "$A $B $PWD"', environment: { B: task }, register: r }
    - { assert: { that: r.stdout == "it's task /usr" } }
`
  const run = await shop.play(text)
  expect(run.code, run.stdout).toBe(0)
})

test('each item of a loop is tried until its own condition holds', async () => {
  const text = `${head}
  tasks:
    - name: counts
      shell: 'echo x >> /root/count-{{ item }}; wc -l < /root/count-{{ item }}'
      loop: [1, 3]
      register: r
      until: r.stdout | int >= item
      retries: 4
      delay: 0
    - assert:
        that: r.results | map(attribute='attempts') | list == [1, 3]
`
  const run = await shop.play(text, '-v')
  expect(run.code, run.stdout).toBe(0)
  // What is reported is what is registered: the whole loop, not its last item.
  expect(tasks(run)[0]).toMatchObject({ result: { results: [{ item: 1 }, { item: 3 }] } })
})
