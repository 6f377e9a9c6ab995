import { chmodSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { readAnsibleConfig } from '../../src/cli/ansible-config.ts'
import { brief, caught } from '../errors/caught.ts'
import { folderWith } from '../inventory/folder.ts'

const withFile = (text: string, env: Record<string, string> = {}) => {
  const cwd = folderWith({ 'ansible.cfg': text })
  return { cwd, config: readAnsibleConfig(env, cwd) }
}

test('settings of the file and of the environment, paths from where they are written', () => {
  const { cwd, config } = withFile(
    `# comment
[defaults]
inventory = hosts, more/hosts ; both
Remote_User: me
forks = 20
host_key_checking = True
roles_path = roles:~/roles:{{CWD}}/r
stdout_callback = yaml
retry_files_enabled = False

[privilege_escalation]
become = yes
become_user = "postgres"

[ssh_connection]
ssh_args = -C
  -o ControlMaster=auto
pipelining = True
`,
    { ANSIBLE_FORKS: '3', ANSIBLE_BECOME_ASK_PASS: 'true', ANSIBLE_STDOUT_CALLBACK: 'json' },
  )
  expect(config).toEqual({
    file: join(cwd, 'ansible.cfg'),
    inventory: [join(cwd, 'hosts'), join(cwd, 'more/hosts')],
    user: 'me',
    forks: 3,
    hostKeyChecking: true,
    rolesPath: [join(cwd, 'roles'), join(homedir(), 'roles'), join(cwd, 'r')],
    become: true,
    becomeUser: 'postgres',
    askBecomePass: true,
    sshArgs: '-C\n-o ControlMaster=auto',
  })
})

describe('where the file is', () => {
  test('ANSIBLE_CONFIG, a file or a directory', () => {
    const cwd = folderWith({ 'ansible.cfg': '[defaults]\nforks=1\n', 'sub/ansible.cfg': '[defaults]\nforks=2\n' })
    expect(readAnsibleConfig({}, cwd).forks).toBe(1)
    expect(readAnsibleConfig({ ANSIBLE_CONFIG: 'sub' }, cwd).forks).toBe(2)
    expect(readAnsibleConfig({ ANSIBLE_CONFIG: join(cwd, 'sub/ansible.cfg') }, '/').forks).toBe(2)
    expect(caught(() => readAnsibleConfig({ ANSIBLE_CONFIG: 'nowhere' }, cwd)).map(brief)).toEqual(['file-not-found -'])
  })

  test('a directory that everyone may write to is not trusted, and that is said', () => {
    const cwd = folderWith({ 'ansible.cfg': '[defaults]\nforks=1\n' })
    chmodSync(cwd, 0o777)
    expect(readAnsibleConfig({}, cwd)).toEqual({ warning: expect.stringContaining('everyone may write') })
    expect(readAnsibleConfig({ ANSIBLE_CONFIG: 'ansible.cfg' }, cwd).forks).toBe(1)
  })
})

describe('is refused at its place', () => {
  test.each([
    ['host_key_checking = False', 'not-supported 2:21'],
    ['forks = many', 'bad-value 2:9'],
    ['ask_pass = perhaps', 'bad-value 2:12'],
    ['hash_behaviour = merge', 'not-supported 2:18'],
    ['error_on_undefined_vars = False', 'not-supported 2:27'],
    ['no_log = True', 'not-supported 2:10'],
    ['nonsense', 'bad-value 2:1'],
  ])('%s', (line, expected) => {
    const found = caught(() => withFile(`[defaults]\n${line}\n`)).map(brief)
    expect(found.map(one => one.replace(/ \(.*/, ''))).toEqual([expected])
  })

  test('and by its name in the environment', () => {
    const found = caught(() => readAnsibleConfig({ ANSIBLE_HOST_KEY_CHECKING: 'False', ANSIBLE_FORKS: '-1' }, '/'))
    expect(found.map(({ message }) => message)).toEqual([
      expect.stringContaining('ANSIBLE_FORKS'),
      expect.stringContaining('ANSIBLE_HOST_KEY_CHECKING'),
    ])
  })

  test('but not what says the default', () => {
    expect(withFile('[defaults]\nhash_behaviour = replace\nno_log = False\n').config.file).toBeDefined()
  })
})
