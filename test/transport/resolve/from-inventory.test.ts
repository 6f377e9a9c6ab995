import { expect, it } from 'vitest'
import { fromInventory, readConnection } from '../../../src/transport/resolve/from-inventory.ts'

it("swk's names win over Ansible's", () => {
  expect(
    fromInventory('h', { ssh_host: 'a', ansible_host: 'b', ansible_port: '2222', ansible_become_password: 'x' }),
  ).toEqual({ local: false, host: 'a', port: 2222, becomePassword: 'x', ssh: { options: [] } })
})

it('the command line is weaker than any name of a variable', () => {
  const weaker = { user: 'cli', key: '/cli', sshCommonArgs: '-p 1' }
  expect(fromInventory('h', { ansible_ssh_user: 'inventory' }, weaker)).toEqual({
    local: false,
    user: 'inventory',
    key: '/cli',
    ssh: { options: [['Port', '1']] },
  })
})

it('arguments of ssh are split into words as a shell would', () => {
  const args = `-o ProxyCommand="ssh -W %h:%p bastion" -o 'User=a b' -F /f`
  expect(fromInventory('h', { ansible_ssh_common_args: args, ansible_ssh_extra_args: '-J b' }).ssh).toEqual({
    options: [
      ['ProxyCommand', 'ssh -W %h:%p bastion'],
      ['User', 'a b'],
      ['ProxyJump', 'b'],
    ],
    file: '/f',
  })
})

it.each([
  ['yes', true],
  ['True', true],
  [1, true],
  [true, true],
  ['off', false],
  ['False', false],
  [0, false],
])('ansible_become: %j is %s', (value, expected) => {
  expect(fromInventory('h', { ansible_become: value }).become).toBe(expected)
})

it.each([
  [{ ssh_port: 0 }, 'bad-value'],
  [{ ssh_port: 'ssh' }, 'bad-value'],
  [{ ssh_user: ['a'] }, 'bad-value'],
  [{ ssh_host: '{{ address }}' }, 'not-supported'],
  [{ ansible_connection: 'docker' }, 'not-supported'],
  [{ ansible_connection: 'paramiko' }, 'not-supported'],
  [{ ansible_become: 'perhaps' }, 'bad-value'],
  [{ ansible_become_method: 'doas' }, 'not-supported'],
  [{ ansible_become_flags: '-H -S -E' }, 'not-supported'],
  [{ ansible_become_exe: 'dzdo' }, 'not-supported'],
  [{ ansible_host_key_checking: false }, 'not-supported'],
  [{ ansible_ssh_host_key_checking: 'no' }, 'not-supported'],
  [{ ansible_ssh_common_args: '-o StrictHostKeyChecking=no' }, 'not-supported'],
  [{ ansible_ssh_args: '-oUserKnownHostsFile=/dev/null' }, 'not-supported'],
  [{ ansible_ssh_extra_args: '-A' }, 'not-supported'],
  [{ ansible_ssh_extra_args: '-o ProxyJmp=x' }, 'not-supported'],
  [{ ansible_ssh_pkcs11_provider: '/x' }, 'not-supported'],
  [{ ansible_ssh_usr: 'x' }, 'not-supported'],
  [{ ansible_become_methods: 'sudo' }, 'not-supported'],
  [{ ansible_shell_type: 'powershell' }, 'not-supported'],
  [{ ansible_timeout: 'long' }, 'bad-value'],
])('%j is refused, by its name', (vars, code) => {
  const [variable] = Object.keys(vars)
  const { problems } = readConnection(vars)
  expect(problems).toEqual([
    expect.objectContaining({ code, variable, message: expect.stringContaining(variable as string) }),
  ])
  expect(() => fromInventory('h', vars)).toThrow(
    expect.objectContaining({ diagnostics: [expect.objectContaining({ code })] }),
  )
})

it.each([
  {
    ansible_connection: 'ansible.builtin.ssh',
    ansible_become_method: 'ansible.builtin.sudo',
    ansible_become_flags: '-H -S -n',
  },
  { ansible_become_method: 'su', ansible_become_password: 'x' },
  { ansible_python_interpreter: '/usr/bin/python3', ansible_perl_interpreter: 'x', ansible_pipelining: true },
  { ansible_ssh_common_args: '-C -o ControlMaster=auto -o ControlPersist=60s -o ServerAliveInterval=30' },
  { ansible_host_key_checking: true, ansible_shell_executable: '/bin/bash', ansible_remote_tmp: '/tmp' },
  { ansible_distribution: 'Debian', ansible_foo: 1, ansible_ssh_host_key_ed25519_public: 'AAAA' },
  { ansible_user: '', ansible_ssh_common_args: '' },
])('%j is accepted', vars => {
  expect(readConnection(vars).problems).toEqual([])
})

it('a misspelt name is refused with the name that was meant', () => {
  expect(readConnection({ ansible_become_passwrd: 'geheim' }).problems[0]?.hint).toContain('ansible_become_password')
})

it('a refused password is not in the message', () => {
  expect(() => fromInventory('h', { become_password: '{{ geheim }}' })).toThrow(/^(?!.*geheim)/)
  expect(() => fromInventory('h', { become_password: ['geheim'] })).toThrow(/^(?!.*geheim)/)
})
