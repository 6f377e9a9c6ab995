import { homedir } from 'node:os'
import { expect, it } from 'vitest'
import { parseSshConfig } from '../../../src/transport/resolve/parse.ts'

const asked = { host: 'hs1', options: [] }
const parse = (text: string, env = {}) => parseSshConfig(text, asked, env)

it('reads what ssh -G prints', () => {
  const text = `user matrix
hostname 10.0.0.7
port 2222
identitiesonly yes
stricthostkeychecking true
hostkeyalias hs1-key
identityfile ~/.ssh/id_%h
identityfile "/with blank/key"
userknownhostsfile /a /b
globalknownhostsfile /etc/ssh/ssh_known_hosts
connecttimeout 5
proxyjump bastion,other:23
`
  expect(parse(text)).toEqual({
    host: '10.0.0.7',
    port: 2222,
    user: 'matrix',
    identityFiles: [`${homedir()}/.ssh/id_10.0.0.7`, '/with blank/key'],
    identitiesOnly: true,
    knownHostsFiles: ['/a', '/b', '/etc/ssh/ssh_known_hosts'],
    hostKeyAlias: 'hs1-key',
    strictHostKeyChecking: 'yes',
    proxyJump: 'bastion,other:23',
    connectTimeout: 5,
  })
})

it.each([
  ['ask', 'yes'],
  ['true', 'yes'],
  ['accept-new', 'accept-new'],
  // A changed key is refused all the same.
  ['false', 'accept-new'],
])('stricthostkeychecking %s means %s', (said, expected) => {
  expect(parse(`stricthostkeychecking ${said}`).strictHostKeyChecking).toBe(expected)
})

it.each([
  ['', '/agent'],
  ['identityagent SSH_AUTH_SOCK', '/agent'],
  ['identityagent $OTHER', '/other'],
  ['identityagent ~/sock', `${homedir()}/sock`],
  ['identityagent none', undefined],
])('the agent of "%s"', (text, expected) => {
  expect(parse(text, { SSH_AUTH_SOCK: '/agent', OTHER: '/other' }).agent).toBe(expected)
})

it('expands the tokens of a ProxyCommand', () => {
  expect(parse('user u\nport 2\nproxycommand nc -x %% %h %p %r').proxyCommand).toBe('nc -x % hs1 2 u')
})

it('"none" is nothing', () => {
  expect(parse('proxyjump none\nproxycommand none\nconnecttimeout none')).toMatchObject({ connectTimeout: 10 })
  expect(parse('proxycommand none')).not.toHaveProperty('proxyCommand')
})
