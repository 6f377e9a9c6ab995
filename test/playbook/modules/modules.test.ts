import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { projectFolders } from '../../../src/playbook/find-playbook.ts'
import { catalogue, findModule, loadModules, moduleNames } from '../../../src/playbook/modules/index.ts'
import { folderWith } from '../../inventory/folder.ts'
import { load, play, resolved } from '../project-in.ts'

const root = join(import.meta.dirname, '../../..')
const greet = `
import { defineModule, Refusal, z } from 'swk'
export default defineModule({
  name: 'greet', summary: 'Greets.', args: z.strictObject({ to: z.string() }),
  reads: () => [], plan: () => { throw new Refusal('no') },
})
`

test('modules are found by either spelling, with and without the prefix', () => {
  for (const name of ['user-group', 'user_group', 'ansible.builtin.user_group', 'ansible.legacy.user-group'])
    expect(findModule(name, root)).toBe(join(root, 'modules/user-group.ts'))
  expect(findModule('nope', root)).toBeUndefined()
})

test("swk's own module wins over one of the project", () => {
  const folder = folderWith({
    'modules/apt.ts': greet,
    'modules/greet.ts': greet,
    'modules/README.md': '',
    'modules/types.d.ts': '',
  })
  const names = moduleNames(catalogue([folder]))
  expect(names).toContain('greet')
  expect(names).toContain('meta')
  expect(names.filter(name => /readme|types/i.test(name))).toEqual([])
  expect(catalogue([folder]).get('apt')).toBe(join(root, 'modules/apt.ts'))
})

test("a project's modules/ may stand beside its playbooks/, wherever swk is started", () => {
  expect(projectFolders('/srv/p/playbooks', '/root')).toEqual(['/srv/p/playbooks', '/srv/p', '/root'])
  expect(projectFolders('/srv/p', '/root')).toEqual(['/srv/p', '/root'])
})

test("a module of the user's project works like swk's own", async () => {
  const project = await load(play('- greet: { to: "{{ inventory_hostname }}" }\n- greet: { to: "{{ 1 + 1 }}" }\n'), {
    'modules/greet.ts': greet,
  })
  expect(resolved(project)).toEqual([{ to: 'a1' }, { to: '2' }])
})

test.each([
  ['export default 3', 'must export the result of defineModule as its default'],
  ['export const a = 1', 'must export the result of defineModule as its default'],
  ["import 'nowhere-to-be-found'", 'cannot be loaded'],
  ['throw new Error("oh")', 'cannot be loaded'],
  ['export default {{{', 'cannot be loaded'],
])('a module that says %s is refused with its file', async (text, message) => {
  const folder = folderWith({ 'modules/bad.ts': text })
  const error = await loadModules(['bad'], catalogue([folder])).catch(error => error)
  expect(error.message).toContain(message)
  expect(error.diagnostics[0].place.file).toBe(join(folder, 'modules/bad.ts'))
})

test("in a process of its own, 'swk' is the swk that runs: its Refusal is the same class", () => {
  const folder = folderWith({ 'modules/greet.ts': greet, 'modules/old.js': greet.replaceAll('greet', 'old') })
  const program = `
    import { catalogue, loadModules } from ${JSON.stringify(join(root, 'src/playbook/modules/index.ts'))}
    import { Refusal } from ${JSON.stringify(join(root, 'src/engine/module.ts'))}
    const modules = await loadModules(['greet', 'old', 'apt'], catalogue([${JSON.stringify(folder)}]))
    const refuses = name => { try { modules.get(name).plan({}, {}) } catch (error) { return error instanceof Refusal } }
    process.stdout.write([...modules.keys(), refuses('greet'), refuses('old')].join(' '))
  `
  const out = execFileSync(process.execPath, ['--input-type=module', '-e', program], {
    cwd: folder,
    encoding: 'utf8',
    env: { PATH: process.env.PATH },
  })
  expect(out).toBe('greet old apt true true')
})
