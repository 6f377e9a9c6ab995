/** Facts on a real host: the ones that a play refers to, for the price of none. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type LabHost, up } from '../../../src/lab/index.ts'
import { summary, tasks } from '../support/swk.ts'
import { type Workshop, workshop } from '../support/workshop.ts'

const name = 'facts1'
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

const text = `- hosts: all
  become: true
  tasks:
    - name: by facts
      copy:
        dest: "/root/{{ ansible_hostname }}"
        content: "{{ ansible_facts['distribution'] }} {{ ansible_distribution_release }} {{ ansible_default_ipv4.address }}
          {{ ansible_user_id }} {{ ansible_local.site.main.color }} {{ ansible_service_mgr }}"
    - name: elsewhere
      copy: { dest: /root/elsewhere, content: a }
      when: ansible_os_family == 'RedHat'
    - name: enough memory
      assert: { that: [ansible_memtotal_mb > 10, ansible_processor_vcpus >= 1, ansible_mounts is iterable] }
`

test('a host that is as declared costs one round trip, with facts too', async () => {
  await host.run('mkdir -p /etc/ansible/facts.d; printf "[main]\\ncolor=blue\\n" >/etc/ansible/facts.d/site.fact')
  const check = await shop.play(text, '--check')
  expect(tasks(check).map(({ status }) => status)).toEqual(['ok', 'changed', 'skipped', 'ok'])
  const first = await shop.play(text)
  expect(first.code, first.stdout).toBe(0)
  const release = (await host.run('. /etc/os-release; printf %s "$VERSION_CODENAME"')).stdout
  const address = (await host.run("hostname -I | cut -d' ' -f1 | tr -d '\\n'")).stdout
  expect((await host.run(`cat /root/${name}`)).stdout).toBe(`Debian ${release} ${address} root blue systemd`)
  const again = await shop.play(text)
  expect(tasks(again).map(({ status }) => status)).toEqual(['ok', 'ok', 'skipped', 'ok'])
  expect(summary(again, name).roundTrips).toBe(1)
})

test('`setup` registers what it is asked for', async () => {
  const run = await shop.play(`- hosts: all
  gather_facts: false
  tasks:
    - setup: { gather_subset: ['!all', '!min', network], filter: ansible_default_ipv4 }
      register: r
    - assert:
        that:
          - ansible_default_ipv4.interface is defined
          - ansible_hostname is not defined
          - "'ansible_interfaces' not in r.ansible_facts"
`)
  expect(run.code, run.stdout).toBe(0)
})
