import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { loadProject } from '../src/playbook/project.ts'

const root = join(import.meta.dirname, '..')
const readme = readFileSync(join(root, 'README.md'), 'utf8')
const load = (playbook: string, inventory: string) => loadProject({ playbook, inventory, cwd: root })

test.each([
  ['site.yaml', 'lab', ['hs1']],
  ['tasks-only.yaml', 'lab', ['hs1']],
  ['site.yaml', 'prod', ['matrix1.example.org', 'matrix2.example.org']],
  ['tasks-only.yaml', 'prod', ['matrix1.example.org', 'matrix2.example.org']],
  ['examples/motd.yaml', 'prod', ['matrix1.example.org', 'matrix2.example.org']],
])('%s is right for the inventory %s', async (playbook, inventory, hosts) => {
  const { plays } = await load(playbook, inventory)
  expect(plays.flatMap(play => play.hosts)).toEqual(hosts)
  for (const play of plays) for (const host of play.hosts) expect(play.bind(host).tasks.length).toBeGreaterThan(1)
})

test('prod logs in as its group says, but for the host that says otherwise', async () => {
  const { inventory } = await load('site.yaml', 'prod')
  expect(inventory.hosts.get('matrix1.example.org')?.vars).toMatchObject({ ssh_user: 'admin' })
  expect(inventory.hosts.get('matrix2.example.org')?.vars).toMatchObject({ ssh_user: 'ops', ssh_port: 2222 })
})

test.each(['examples/modules/motd.ts', 'examples/motd.yaml'])('the README shows %s as it is', file => {
  expect(readme).toContain(readFileSync(join(root, file), 'utf8').trim())
})

test('every file that the README links to is there', () => {
  for (const [, target] of readme.matchAll(/\]\((?!https?:|#)([^)#]+)/g))
    expect(() => readFileSync(join(root, target as string)), target).not.toThrow()
})
