/** Facts as the host's programs print them, read as Ansible has them. */
import { expect, test } from 'vitest'
import { factGroups, groupOfFact } from '../../src/resources/facts/index.ts'

const read = (group: string, text: string) => factGroups[group]?.read(text) as Record<string, unknown>

test('the distribution of Debian and of Ubuntu', () => {
  const debian =
    'NAME="Debian GNU/Linux"\nVERSION_ID="12"\nVERSION_CODENAME=bookworm\nID=debian\nDEBIAN_VERSION=12.15\n'
  expect(read('distribution', debian)).toMatchObject({
    distribution: 'Debian',
    distribution_version: '12.15',
    distribution_major_version: '12',
    distribution_release: 'bookworm',
    os_family: 'Debian',
    lsb: {},
  })
  const ubuntu = 'NAME="Ubuntu"\nVERSION_ID="24.04"\nVERSION_CODENAME=noble\nID=ubuntu\nDEBIAN_VERSION=trixie/sid\n'
  expect(read('distribution', ubuntu)).toMatchObject({ distribution: 'Ubuntu', distribution_version: '24.04' })
})

test('interfaces, addresses and routes', () => {
  const text = [
    'link\tlo\t00:00:00:00:00:00\t65536\tunknown\t0x9\t772\t',
    'link\tens3\t52:54:00:00:00:01\t1500\tup\t0x1003\t1\t1000',
    'addr 1: lo    inet 127.0.0.1/8 scope host lo\\       valid_lft forever',
    'addr 2: ens3    inet 192.0.2.5/24 brd 192.0.2.255 scope global ens3\\       valid_lft forever',
    'addr 2: ens3    inet 192.0.2.6/32 scope global secondary ens3\\       valid_lft forever',
    'addr 2: ens3    inet6 2001:db8::5/64 scope global \\       valid_lft forever',
    'route4 8.8.8.8 via 192.0.2.1 dev ens3 src 192.0.2.5 uid 0 ',
    'dns.nameserver 192.0.2.53',
  ].join('\n')
  const facts = read('network', text)
  expect(facts).toMatchObject({
    interfaces: ['lo', 'ens3'],
    all_ipv4_addresses: ['192.0.2.5', '192.0.2.6'],
    all_ipv6_addresses: ['2001:db8::5'],
    dns: { nameservers: ['192.0.2.53'] },
    default_ipv6: {},
    default_ipv4: {
      address: '192.0.2.5',
      gateway: '192.0.2.1',
      interface: 'ens3',
      network: '192.0.2.0',
      netmask: '255.255.255.0',
      broadcast: '192.0.2.255',
      prefix: '24',
      macaddress: '52:54:00:00:00:01',
    },
  })
  expect(facts.ens3).toMatchObject({ active: true, speed: 1000, ipv4_secondaries: [{ address: '192.0.2.6' }] })
})

test('memory and processors', () => {
  const cpu = (n: number) =>
    `cpu.processor\t${n}\ncpu.vendor_id\tGenuineIntel\ncpu.model name\tXeon\ncpu.physical id\t0\ncpu.siblings\t4\ncpu.cpu cores\t2\n`
  const facts = read(
    'hardware',
    `mem.MemTotal\t4194304\nmem.MemFree\t1048576\nnproc\t4\n${[0, 1, 2, 3].map(cpu).join('')}`,
  )
  expect(facts).toMatchObject({
    memtotal_mb: 4096,
    memfree_mb: 1024,
    processor_count: 1,
    processor_cores: 2,
    processor_threads_per_core: 2,
    processor_vcpus: 4,
    processor_nproc: 4,
    product_name: 'NA',
    form_factor: 'NA',
  })
})

test('local facts are JSON, sections, or text', () => {
  const line = (name: string, text: string) => `${name}\t${Buffer.from(text).toString('base64')}\n`
  const text = line('a', '{"x": [1]}') + line('b', '[general]\nAsset = 5\n; no\n[other]\nk: v\n') + line('c', 'plain')
  expect(read('local', text)).toEqual({
    local: { a: { x: [1] }, b: { general: { asset: '5' }, other: { k: 'v' } }, c: 'plain' },
  })
})

test('what runs the host', () => {
  expect(read('virtualization', 'container\tlxc\nvm\tnone\n')).toMatchObject({
    virtualization_type: 'lxc',
    virtualization_role: 'guest',
  })
  expect(read('virtualization', 'container\tnone\nvm\tnone\nhost\tkvm\n')).toMatchObject({
    virtualization_type: 'kvm',
    virtualization_role: 'host',
  })
  expect(read('virtualization', 'container\tnone\nvm\tkvm\n')).toMatchObject({ virtualization_role: 'guest' })
})

test('names of facts', () => {
  expect(groupOfFact('hostname')).toBe('platform')
  expect(groupOfFact('enp0s3')).toBe('network')
  expect(groupOfFact('user')).toBeUndefined()
  expect(groupOfFact('check_mode')).toBeUndefined()
})
