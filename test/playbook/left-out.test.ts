/** Tasks that a host leaves out, such as those of roles for other systems: nothing of them is checked. */

import { expect, test } from 'vitest'
import { SwkError } from '../../src/errors/diagnostic.ts'
import { faults, load, play } from './project-in.ts'

const others = {
  'tasks/other.yml': `
- name: Install with another package manager
  pacman: { name: nginx }
  register: installed
- package: { name: nginx, enablerepo: epel }
  when: installed is changed
`,
}
const debian = "\n  when: ansible_os_family == 'Debian'"

test.each([
  ['a module of another system', "- pacman: { name: nginx }\n  when: ansible_os_family == 'Archlinux'"],
  ['its arguments', "- package: { name: nginx, enablerepo: x }\n  when: ansible_facts['os_family'] == 'RedHat'"],
  ['a file of its tasks', "- include_tasks: tasks/other.yml\n  when: ansible_os_family == 'RedHat'"],
  ['a file that a variable leaves out', '- include_tasks: tasks/other.yml\n  when: other | default(false)'],
])('%s is not checked on Debian', async (_, tasks) => {
  const project = await load(play(tasks), others)
  expect(project.plays[0]?.bind('a1').tasks.length).toBeGreaterThan(0)
})

test.each([
  ['a module', `- pacman: { name: nginx }${debian}`, 'unknown-module'],
  ['arguments', `- package: { name: nginx, enablerepo: x }${debian}`, 'unknown-key'],
  ['a file of tasks', `- include_tasks: tasks/other.yml${debian}`, 'unknown-module'],
  ['a result', "- command: 'true'\n  register: r\n- pacman: {}\n  when: r is changed", 'unknown-module'],
])('%s that Debian has is checked', async (_, tasks, code) => {
  expect((await faults(play(tasks), others)).map(fault => fault.split(' ')[0])).toContain(code)
})

test('a host that is no Debian is refused by what its facts then say', async () => {
  const project = await load(play(`- pacman: { name: nginx }\n  when: ansible_os_family == 'Archlinux'`))
  const bound = project.plays[0]?.bind('a1')
  const facts = {
    state: () => ({ json: '{"os_family":"Archlinux"}' }),
    text: () => null,
    mayExist: () => false,
    isMade: () => false,
  }
  expect(() => bound?.rebind?.(facts as never)).toThrow(SwkError)
})
