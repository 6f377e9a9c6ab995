import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { loadInventory, magicVars } from '../../src/inventory/index.ts'
import { brief, caught } from '../errors/caught.ts'
import { folderWith } from './folder.ts'

const load = (text: string, more: Record<string, string> = {}) => {
  const cwd = folderWith({ 'hosts.yaml': text, ...more })
  return loadInventory('hosts.yaml', { cwd, playbookDir: 'pb' })
}
const groupsOf = (text: string) => Object.fromEntries(load(text).groups)

describe('groups', () => {
  test('have the hosts of their children, in the order of the file', () => {
    const text = `
all:
  hosts: { z: }
  children:
    outer:
      hosts: { c: }
      children: { inner: { hosts: { b: , a: } } }
`
    expect(groupsOf(text)).toEqual({
      all: ['z', 'c', 'b', 'a'],
      outer: ['c', 'b', 'a'],
      inner: ['b', 'a'],
      ungrouped: ['z'],
    })
  })

  test('may stand beside `all`, and be written in parts', () => {
    const text = `
web: { hosts: { a: } }
both: { children: { web: , db: } }
db: { hosts: { b: { x: 1 } } }
all: { vars: { y: 2 } }
`
    expect(groupsOf(text)).toEqual({ all: ['a', 'b'], web: ['a'], both: ['a', 'b'], db: ['b'], ungrouped: [] })
    expect(load(text).hosts.get('b')?.vars).toEqual({ x: 1, y: 2 })
  })

  test('a host knows its own, the weakest first', () => {
    const text = `
all:
  children:
    zz: { children: { inner: { hosts: { a: } } } }
    aa: { hosts: { a: } }
`
    expect(load(text).hosts.get('a')?.groups).toEqual(['aa', 'zz', 'inner'])
  })
})

describe('variables', () => {
  const tree = (vars: { all?: string; parent?: string; child?: string; other?: string; host?: string }) => `
all:
  vars: { ${vars.all ?? ''} }
  children:
    parent:
      vars: { ${vars.parent ?? ''} }
      children:
        child: { vars: { ${vars.child ?? ''} }, hosts: { a: { ${vars.host ?? ''} } } }
    other: { vars: { ${vars.other ?? ''} }, hosts: { a: } }
`
  const v = (text: string, more?: Record<string, string>) => load(text, more).hosts.get('a')?.vars

  test.each<[string, Parameters<typeof tree>[0], Record<string, string>]>([
    ['all', { all: 'v: all' }, {}],
    ['other beats all', { all: 'v: wrong', other: 'v: other' }, {}],
    ['by name: parent beats other', { other: 'v: wrong', parent: 'v: parent' }, {}],
    ['child beats parent', { parent: 'v: wrong', child: 'v: child' }, {}],
    ['a priority beats the name', { other: 'v: other, ansible_group_priority: 5', parent: 'v: wrong' }, {}],
    ['depth beats a priority', { other: 'v: wrong, ansible_group_priority: 5', child: 'v: child' }, {}],
    ['group_vars/all beats the file', { child: 'v: wrong' }, { 'group_vars/all.yaml': 'v: gv-all' }],
    ['the playbook beats it', {}, { 'group_vars/all.yaml': 'v: wrong', 'pb/group_vars/all.yml': 'v: pb-all' }],
    ['group_vars/GROUP beats all', {}, { 'pb/group_vars/all.yml': 'v: wrong', 'group_vars/other.yml': 'v: gv-other' }],
    ['by depth', {}, { 'group_vars/parent.yml': 'v: wrong', 'group_vars/child.yml': 'v: gv-child' }],
    ['the playbook beats them', {}, { 'group_vars/child.yml': 'v: wrong', 'pb/group_vars/other.yml': 'v: pb-other' }],
    ['the host beats groups', { host: 'v: host' }, { 'pb/group_vars/child.yml': 'v: wrong' }],
    ['host_vars beats the host', { host: 'v: wrong' }, { 'host_vars/a.yaml': 'v: hv' }],
    ['the playbook beats that', {}, { 'host_vars/a.yaml': 'v: wrong', 'pb/host_vars/a.yaml': 'v: pb-hv' }],
  ])('%s', (_, vars, files) => {
    const value = v(tree(vars), files)?.v
    expect(value).not.toBe('wrong')
    expect(value).toBeDefined()
  })

  test('octal modes keep their spelling', () => {
    expect(v(tree({ host: 'mode: 0660' }))).toEqual({ mode: '0660' })
  })

  test('a directory of files merges by name, hidden files and others aside', () => {
    const files = {
      'host_vars/a/1.yaml': 'x: 1\ny: 1',
      'host_vars/a/2.yml': 'y: 2',
      'host_vars/a/sub/3.json': '{"z": 3}',
      'host_vars/a/.hidden.yaml': 'y: no',
      'host_vars/a/old.yaml~': 'y: no',
      'host_vars/a/readme.md': '# no',
      'host_vars/a/empty.yaml': '# none',
    }
    expect(v(tree({}), files)).toEqual({ x: 1, y: 2, z: 3 })
  })

  test('say where they were written', () => {
    const inventory = load(tree({ all: 'x: 1', host: 'y: 2' }), { 'host_vars/a.yaml': '\nz:\n  q: 3\n' })
    const at = (name?: string) => {
      const place = inventory.placeOf?.('a', name)
      return place && `${place.file.split('/').at(-1)}:${place.line}:${place.column}`
    }
    expect(['x', 'y', 'z', 'nope', undefined].map(at)).toEqual([
      'hosts.yaml:3:14',
      'hosts.yaml:8:47',
      'a.yaml:3:3',
      undefined,
      'hosts.yaml:8:39',
    ])
  })
})

test('magic variables', () => {
  const inventory = load(
    'all: { children: { w: { hosts: { a.example.org: , 192.0.2.1: } }, b: { hosts: { a.example.org: } } } }',
  )
  const vars = magicVars(inventory, 'a.example.org')
  expect(vars).toMatchObject({
    inventory_hostname: 'a.example.org',
    inventory_hostname_short: 'a',
    group_names: ['b', 'w'],
    groups: { w: ['a.example.org', '192.0.2.1'], ungrouped: [] },
  })
  expect(magicVars(inventory, '192.0.2.1').inventory_hostname_short).toBe('192.0.2.1')
})

describe('is refused at its place', () => {
  test.each([
    ['a misspelt part', 'all:\n  host: { a: }\n', ['unknown-key 2:3 (did you mean hosts?)']],
    [
      'a host outside of `hosts`',
      'all:\n  hs1.example.org: {}\n',
      ['unknown-key 2:3 (Write hosts under `hosts:`, groups under `children:`, variables under `vars:`.)'],
    ],
    ['hosts outside of a group', 'hosts: { a: }\n', ['unknown-key 1:1 (Put it under `all:`.)']],
    [
      'a list of hosts',
      'all:\n  hosts: [a]\n',
      ['wrong-type 2:10 (Each host is a key: write `hs1:` rather than `- hs1`.)'],
    ],
    [
      'a list of groups',
      'all:\n  children:\n    - web\n',
      ['wrong-type 3:5 (Each group is a key: write `web:` rather than `- web`.)'],
    ],
    ['variables of a host that are none', 'all:\n  hosts:\n    a: 192.0.2.1\n', ['wrong-type 3:8']],
    ['variables of a group that are none', 'all:\n  vars: [x]\n', ['wrong-type 2:9']],
    ['a group that is a text', 'all: x\n', ['wrong-type 1:6']],
    ['a list', '- a: 1\n', ['wrong-type 1:1']],
    ['a range that is wrong', 'all:\n  hosts:\n    web[3:1]:\n', ['bad-value 3:5']],
    ['a name that ssh would take for an option', 'all:\n  hosts:\n    -oX:\n', ['bad-value 3:5']],
    [
      'a group within itself',
      'all:\n  children:\n    a: { children: { b: { children: { a: } } } }\n',
      ['bad-value 3:39'],
    ],
    ['a plugin', 'plugin: aws\n', ['not-supported 1:1']],
    [
      'several mistakes',
      'all:\n  host: {}\n  hosts: { "a b": }\n',
      ['unknown-key 2:3 (did you mean hosts?)', 'bad-value 3:12'],
    ],
    ['INI', '# c\n[web]\nhs1\n', ['not-supported 2:1 (Convert it: ansible-inventory -i FILE --list --yaml)']],
    [
      'INI without groups',
      'hs1 ansible_host=192.0.2.1\n',
      ['not-supported 1:1 (Convert it: ansible-inventory -i FILE --list --yaml)'],
    ],
    ['an empty file', '', ['missing-key 1:1']],
  ])('%s', (_, text, expected) => {
    expect(caught(() => load(text)).map(brief)).toEqual(expected)
  })

  test('mistakes of several files are shown together', () => {
    const text = 'all:\n  hosts: { a: }\n  var: {}\n'
    const found = caught(() => load(text, { 'host_vars/a.yaml': 'x: {{ y }}\n', 'group_vars/all.yaml': '- 1\n' }))
    expect(found.map(({ place }) => place?.file.split('/').at(-1))).toEqual(['hosts.yaml', 'all.yaml', 'a.yaml'])
  })

  test('variables in two places, of which Ansible would take one', () => {
    const found = caught(() =>
      load('all: { hosts: { a: } }', { 'host_vars/a.yaml': 'x: 1', 'host_vars/a.yml': 'x: 2' }),
    )
    expect(found.map(brief)).toEqual(['bad-value - (Keep one, or put both into a directory of that name.)'])
  })
})

describe('-i', () => {
  const one = 'all: { hosts: { a: } }\n'
  const cwd = folderWith({
    'inventories/single.yaml': one,
    'inventories/prod/hosts.yaml': one,
    'inventories/prod/group_vars/all.yaml': 'v: 1',
    'inventories/none/readme': '',
    'inventories/ini/hosts': '[a]',
    'inventories/two/hosts.yaml': one,
    'inventories/two/more.yaml': one,
    'prod/readme': '',
  })
  test.each([
    ['single', 'inventories/single.yaml'],
    ['inventories/single.yaml', 'inventories/single.yaml'],
    ['prod', 'inventories/prod/hosts.yaml'],
    ['inventories/prod', 'inventories/prod/hosts.yaml'],
    ['inventories/prod/hosts.yaml', 'inventories/prod/hosts.yaml'],
    [join(cwd, 'inventories/prod/'), 'inventories/prod/hosts.yaml'],
  ])('%s is %s', (name, file) => {
    expect(loadInventory(name, { cwd }).source.file).toBe(join(cwd, file))
  })
  test('a directory has its variables beside it', () => {
    expect(loadInventory('prod', { cwd }).hosts.get('a')?.vars).toEqual({ v: 1 })
  })
  test.each([
    ['prd', 'file-not-found - (did you mean prod?)'],
    ['elsewhere', 'file-not-found - (inventories/ has: ini, none, prod, single, two)'],
    ['none', 'file-not-found -'],
    ['ini', 'not-supported - (Convert it: ansible-inventory -i FILE --list --yaml)'],
    ['two', 'not-supported - (Put all hosts into hosts.yaml.)'],
    ['a,b', 'not-supported - (Write the hosts into a YAML file.)'],
  ])('%s is refused', (name, expected) => {
    expect(caught(() => loadInventory(name, { cwd })).map(brief)).toEqual([expected])
  })
})
