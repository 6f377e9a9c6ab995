import { expect, test } from 'vitest'
import { expandHosts } from '../../src/inventory/ranges.ts'

test.each([
  ['hs1', ['hs1']],
  ['hs1.example.org', ['hs1.example.org']],
  ['192.0.2.1', ['192.0.2.1']],
  ['2001:db8::1', ['2001:db8::1']],
  ['bücher.example', ['bücher.example']],
  ['web[1:3]', ['web1', 'web2', 'web3']],
  ['web[01:03].example.org', ['web01.example.org', 'web02.example.org', 'web03.example.org']],
  ['web[08:10]', ['web08', 'web09', 'web10']],
  ['web[1:10:4]', ['web1', 'web5', 'web9']],
  ['db-[a:c]', ['db-a', 'db-b', 'db-c']],
  ['r[1:2]-[a:b]', ['r1-a', 'r1-b', 'r2-a', 'r2-b']],
])('%s', (entry, names) => {
  expect(expandHosts(entry)).toEqual({ names })
})

test.each([
  ['hs1:2222', ['hs1'], 2222],
  ['web[1:2]:22', ['web1', 'web2'], 22],
])('%s has a port', (entry, names, port) => {
  expect(expandHosts(entry)).toEqual({ names, port })
})

test.each([
  ['web[3:1]', 'is empty'],
  ['web[1:a]', 'mixes'],
  ['web[01:100]', 'as many digits'],
  ['web[1:3:0]', 'is empty'],
  ['web[1:999999999]', 'too many'],
  ['[1:400][1:400]', 'too many'],
  ['web[1', 'cannot be the name'],
  ['-oProxyCommand=x', 'cannot be the name'],
  ['../etc', 'cannot be the name'],
  ['a b', 'cannot be the name'],
  ['a;b', 'cannot be the name'],
  ['', 'cannot be the name'],
])('%s is refused', (entry, reason) => {
  expect(expandHosts(entry)).toContain(reason)
})
