/** config.py, run with this machine's Python where that has PyYAML: what leaves a host of its configuration. */
import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { programsDirectory } from '../../src/package.ts'
import type { ConfigFile } from '../../src/resources/synapse/index.ts'

const hasYaml = spawnSync('python3', ['-c', 'import yaml']).status === 0
const wanted = {
  whole: ['listeners', 'server_name'],
  picks: { database: { name: ['name'], host: ['args', 'host'], cp_max: ['args', 'cp_max'] } },
}

function readConfig(...texts: readonly string[]): { files: readonly ConfigFile[]; error?: string; out: string } {
  const folder = mkdtempSync(join(tmpdir(), 'swk-test-'))
  const paths = texts.map((text, i) => {
    writeFileSync(join(folder, `${i}.yaml`), text)
    return join(folder, `${i}.yaml`)
  })
  const args = ['-I', join(programsDirectory, 'resources/synapse/config.py'), JSON.stringify(wanted), ...paths]
  const out = execFileSync('python3', args, { encoding: 'utf8' })
  return { ...JSON.parse(out), out }
}

describe.skipIf(!hasYaml)('config.py', () => {
  it.each([
    ['CRLF', 'server_name: a.org\r\nlisteners:\r\n  - port: 8008\r\n', 'listeners:\n  - port: 8008\n'],
    ['a BOM', '\uFEFFlisteners:\n- port: 8008\nserver_name: a.org\n', 'listeners:\n- port: 8008\n'],
    ['a key twice', 'listeners: []\nserver_name: a.org\nlisteners: [{port: 8008}]\n', 'listeners: [{port: 8008}]\n'],
    ['an indented file', '  listeners:\n  - port: 8008\n  server_name: a.org\n', 'listeners:\n- port: 8008\n'],
    ['aliases', 'x: &p 8008\nserver_name: a.org\nlisteners:\n- port: *p\n', 'listeners:\n- {port: 8008}\n'],
    ['JSON', '{"server_name": "a.org", "listeners": [{"port": 8008}]}', 'listeners:\n- {port: 8008}\n'],
  ])('reads %s', (_name, text, listeners) => {
    const [file] = readConfig(text).files
    expect(file?.texts).toMatchObject({ listeners })
    expect(file?.keys).toContain('server_name')
  })

  it('prints no secret, also where one looks like a setting', () => {
    const { files, out } = readConfig(
      'database:\n  name: psycopg2\n  args: {password: "x, name: hunter2, host: hunter3", host: db, cp_max: 20}\nform_secret: hunter4\n',
    )
    expect(files[0]?.picks).toEqual({ 'database.name': 'psycopg2', 'database.host': 'db', 'database.cp_max': '20' })
    expect(out).not.toContain('hunter')
  })

  it('names the place of what is not YAML, without the line itself', () => {
    const { error, out } = readConfig('server_name: a.org\nform_secret: "hunter2\n')
    expect(error).toMatch(/0\.yaml:\d+: /)
    expect(out).not.toContain('hunter')
  })
})
