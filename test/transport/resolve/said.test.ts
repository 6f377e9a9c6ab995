import { expect, it } from 'vitest'
import { said } from '../../../src/transport/resolve/from-inventory.ts'

it("swk's names win over Ansible's", () => {
  expect(said('h', { ssh_host: 'a', ansible_host: 'b', ansible_port: '2222', ansible_become_password: 'x' })).toEqual({
    local: false,
    host: 'a',
    port: 2222,
    becomePassword: 'x',
    sshArgs: [],
  })
})

it('arguments of ssh are split into words as a shell would', () => {
  const args = `-o ProxyCommand="ssh -W %h:%p bastion" -o 'User=a b'`
  expect(said('h', { ansible_ssh_common_args: args }).sshArgs).toEqual([
    '-o',
    'ProxyCommand=ssh -W %h:%p bastion',
    '-o',
    'User=a b',
  ])
})

it.each([
  [{ ssh_port: 0 }, 'bad-value'],
  [{ ssh_port: 'ssh' }, 'bad-value'],
  [{ ssh_user: ['a'] }, 'bad-value'],
  [{ ssh_host: '{{ address }}' }, 'not-supported'],
  [{ ansible_connection: 'docker' }, 'not-supported'],
])('%j is refused', (vars, code) => {
  expect(() => said('h', vars)).toThrow(expect.objectContaining({ diagnostics: [expect.objectContaining({ code })] }))
})

it('a refused password is not in the message', () => {
  expect(() => said('h', { become_password: '{{ geheim }}' })).toThrow(/^(?!.*geheim)/)
})
