import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { loadInventory, matchHosts, matchLimit, readLimit, withLocalhost } from '../../src/inventory/index.ts'
import { brief, caught } from '../errors/caught.ts'
import { folderWith } from './folder.ts'

const cwd = folderWith({
  'hosts.yaml': `all:
  hosts: { lone: }
  children:
    web: { hosts: { "web[1:4].example.org": } }
    db: { hosts: { db1: , web2.example.org: } }
    east: { hosts: { web1.example.org: , db1: } }
    nobody: { hosts: {} }
    six: { hosts: { "2001:db8::1": } }
`,
})
const inventory = loadInventory(join(cwd, 'hosts.yaml'), { cwd })
const short = (hosts: readonly string[]) => hosts.map(host => host.replace('.example.org', '')).join(' ')

test.each([
  ['all', 'lone web1 web2 web3 web4 db1 2001:db8::1'],
  ['*', 'lone web1 web2 web3 web4 db1 2001:db8::1'],
  ['ungrouped', 'lone'],
  ['nobody', ''],
  ['db:web', 'web1 web2 web3 web4 db1'],
  ['db,web', 'web1 web2 web3 web4 db1'],
  ['db , lone', 'lone web2 db1'],
  ['web:!db', 'web1 web3 web4'],
  ['!db:web', 'web1 web3 web4'],
  ['web:&db', 'web2'],
  ['&db:&web', 'web2'],
  ['!web', 'lone db1 2001:db8::1'],
  ['web:db:&east:!web1.example.org', 'db1'],
  ['web*', 'web1 web2 web3 web4'],
  ['*.example.org', 'web1 web2 web3 web4'],
  ['web?.example.org', 'web1 web2 web3 web4'],
  ['web[13].*', 'web1 web3'],
  ['web[!13].*', 'web2 web4'],
  ['web[0]', 'web1'],
  ['web[-1]', 'web4'],
  ['web[1:2]', 'web2 web3'],
  ['web[1-2]', 'web2 web3'],
  ['web[2:]', 'web3 web4'],
  ['web[:1]', 'web1 web2'],
  ['web:!web[0]', 'web2 web3 web4'],
  ['nobody[0]', ''],
  ['~web[12]', 'web1 web2'],
  ['~(web3|lone)', 'lone web3'],
  ['~(?i)WEB(?P<n>1)', 'web1'],
  ['2001:db8::1', '2001:db8::1'],
  ['all:!2001*', 'lone web1 web2 web3 web4 db1'],
])('%s', (pattern, expected) => {
  expect(short(matchHosts(inventory, pattern))).toBe(expected)
})

describe('a pattern is refused', () => {
  test.each([
    ['wbe', 'unknown-host - (did you mean web?)'],
    ['web:!lonee', 'unknown-host - (did you mean lone?)'],
    ['zzz*', 'bad-pattern -'],
    ['~zzz', 'bad-pattern -'],
    ['~(', 'bad-pattern -'],
    ['web[9]', 'bad-pattern -'],
    ['web[-9]', 'bad-pattern -'],
    ['web[1', 'bad-pattern - (Terms are separated by `:` or `,`; `!` excludes, `&` intersects.)'],
    ['', 'bad-pattern - (Terms are separated by `:` or `,`; `!` excludes, `&` intersects.)'],
    ['!', 'bad-pattern - (Terms are separated by `:` or `,`; `!` excludes, `&` intersects.)'],
  ])('%s', (pattern, expected) => {
    expect(caught(() => matchHosts(inventory, pattern)).map(brief)).toEqual([expected])
  })

  test('with all of its unknown names', () => {
    expect(caught(() => matchHosts(inventory, 'wbe:xxx:!yyy'))).toHaveLength(3)
  })

  test('at its place', () => {
    const place = { file: 'site.yaml', line: 3, column: 10 }
    expect(caught(() => matchHosts(inventory, 'wbe', place))[0]?.place).toBe(place)
  })
})

describe('--limit', () => {
  test('gives a set of hosts', () => {
    expect(matchLimit(inventory, 'web:&east')).toEqual(new Set(['web1.example.org']))
  })
  test.each([
    ['web:!web', 'bad-pattern -'],
    ['nobody', 'bad-pattern -'],
    ['@missing', 'file-not-found -'],
    ['@empty', 'bad-pattern - (Terms are separated by `:` or `,`; `!` excludes, `&` intersects.)'],
    ['@wrong', 'unknown-host - (did you mean web?)'],
  ])('%s is refused', (limit, expected) => {
    const dir = folderWith({ empty: '\n', wrong: 'wbe\n' })
    expect(caught(() => matchLimit(inventory, readLimit(limit, dir))).map(brief)).toEqual([expected])
  })
  test.each([
    ['@site.retry', 'lone web2'],
    ['db:@site.retry', 'lone web2 db1'],
    ['@site.retry,db:!web2.example.org', 'lone db1'],
    ['web:&db', 'web2'],
  ])('reads names from the file of %s', (limit, expected) => {
    const dir = folderWith({ 'site.retry': 'lone\n\n# web1.example.org\nweb2.example.org\n' })
    const hosts = matchLimit(inventory, readLimit(limit, dir))
    expect(short([...hosts])).toBe(expected)
  })
})

test('localhost is this machine where no inventory lists it, and in no group', () => {
  const listed = loadInventory('h1,h2', { cwd: '/' })
  const inventory = withLocalhost(listed, ['localhost', 'h1,127.0.0.1'])
  expect(matchHosts(inventory, 'localhost')).toEqual(['localhost'])
  expect(matchHosts(inventory, 'h1,127.0.0.1')).toEqual(['h1', '127.0.0.1'])
  for (const pattern of ['all', '*', '~.*']) expect(matchHosts(inventory, pattern)).toEqual(['h1', 'h2'])
  expect(inventory.hosts.get('localhost')?.vars).toEqual({ ansible_connection: 'local' })
  expect(withLocalhost(listed, ['h1', 'mylocalhost'])).toBe(listed)
  const own = loadInventory('localhost,h1', { cwd: '/' })
  expect(withLocalhost(own, ['localhost'])).toBe(own)
})
