import { expect, test } from 'vitest'
import { plainTask, tasksText } from '../../../src/topology/show/tasks.ts'
import { fourRoles } from '../support.ts'
import { viewFrom } from './support.ts'

const view = viewFrom(fourRoles)

test('the tasks are told in their order, with their module and what it is told', () => {
  const lines = tasksText(view).split('\n')
  const at = lines.indexOf('topology: Configure Redis to listen on a UNIX socket only [lineinfile]')
  expect(at).toBeGreaterThan(lines.indexOf('topology: Install Redis [apt]'))
  expect(lines[at + 1]).toMatch(/^ {4}\{ path: \/etc\/redis\/redis\.conf, .*line: port 0 \}$/)
  expect(lines).toContain('handlers: Reload nginx [systemd]')
  expect(lines).toContain('verification: Every unit is active and enabled [verify]')
})

test('facts of the host are named, not guessed', () => {
  expect(tasksText(view)).toContain("owner: <the user of the host's Synapse>, group: clubmatrix")
})

test('of files only the paths are told, of checks only the name', () => {
  const tasks = view.tasks.map(plainTask)
  const config = tasks.find(({ name }) => name === 'Configure Synapse and restart what depends on it')
  expect(config?.instances[0]).toEqual({
    files: expect.arrayContaining(['/etc/matrix-synapse/workers/clientsync1.yaml']),
  })
  expect(tasks.filter(({ section }) => section === 'verification').flatMap(({ instances }) => instances)).toEqual([])
})

test('modules of the topology are shown by what they change: paths, or units as the module systemd takes them', () => {
  const lines = tasksText(view).split('\n')
  const after = (title: string) => lines[lines.findIndex(line => line.includes(title)) + 1]
  expect(after('Back up the nginx vhosts [backup]')).toBe('    <each nginx vhost that proxies to Synapse>')
  expect(after('Create holding sockets')).toBe(
    '    { name: matrix-synapse-gate.socket, state: started, enabled: true }',
  )
  expect(after('Remove unused holding sockets')).toBe('    (nothing to do on a host without workers)')
  expect(after('Remove the files of undeclared workers')).toBe('    (nothing to do on a host without workers)')
  expect(tasksText(view)).not.toMatch(/order:|replaced:|text:/)
})

test('without workers the units that stop are those of the main process', () => {
  const lines = tasksText(viewFrom('synapse:\n  workers: {}\n')).split('\n')
  expect(lines[lines.findIndex(line => line.includes('Remove unused holding sockets')) + 1]).toBe(
    '    { name: matrix-synapse-gate.socket, state: stopped, enabled: false }',
  )
})
