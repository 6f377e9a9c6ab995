/** A playbook of 60 tasks in roles, blocks and includes, with facts and templates, and a flat one of as many. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

const roles = ['base', 'web', 'database', 'cache', 'mail', 'backup']

/** Six roles of ten tasks each; the name of the playbook. */
export function writeNested(folder: string): string {
  for (const role of roles) {
    const write = (name: string, text: string) => writeIn(folder, `roles/${role}/${name}`, text)
    write('defaults/main.yml', `${role}_dir: /srv/swk/${role}\n${role}_names: [a, b]\n`)
    write(
      'templates/main.conf.j2',
      `# ${role} on {{ ansible_hostname }}\n{% for n in ${role}_names %}\n{{ n }}\n{% endfor %}\n`,
    )
    write('handlers/main.yml', `- name: reload ${role}\n  command: 'true'\n`)
    write('tasks/Debian.yml', [1, 2, 3, 4].map(number => file(`{{ ${role}_dir }}/debian${number}`)).join(''))
    write('tasks/RedHat.yml', '- yum: { name: httpd }\n')
    write('tasks/main.yml', mainOf(role))
  }
  const names = roles.map(role => `    - role: ${role}\n`).join('')
  return writeIn(folder, 'nested.yml', `- hosts: all\n  become: true\n  roles:\n${names}`)
}

function mainOf(role: string): string {
  return `- file: { path: "{{ ${role}_dir }}", state: directory, mode: "0755" }
- template: { src: main.conf.j2, dest: "{{ ${role}_dir }}/main.conf" }
  notify: reload ${role}
- when: ansible_os_family == 'Debian'
  block:
    - copy: { dest: "{{ ${role}_dir }}/distribution", content: "{{ ansible_distribution }}" }
    - file: { path: "{{ ${role}_dir }}/data", state: directory, mode: "0750" }
  rescue:
    - fail: { msg: nothing else to do }
- include_tasks: "{{ ansible_os_family }}.yml"
- include_tasks: RedHat.yml
  when: ansible_os_family == 'RedHat'
- copy: { dest: "{{ ${role}_dir }}/{{ item }}", content: "{{ item }}" }
  loop: "{{ ${role}_names }}"
`
}

export function writeFlat(folder: string): string {
  const tasks = Array.from({ length: 60 }, (_, i) => file(`/srv/swk-flat-${i}`))
  return writeIn(
    folder,
    'flat.yml',
    `- hosts: all\n  become: true\n  tasks:\n${tasks.join('').replace(/^/gm, '    ')}\n`,
  )
}

const file = (path: string) => `- copy: { dest: "${path}", content: text, mode: "0644" }\n`

function writeIn(folder: string, name: string, text: string): string {
  const path = join(folder, name)
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, text)
  return path
}
