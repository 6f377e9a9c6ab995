/** The real ansible-vault reads what `swk vault` writes, and the reverse. */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const bin = join(import.meta.dirname, '..', '..', 'bin', 'swk.js')
const plain = 'pw: "ü \\u0001"\nlist: [1, 2]\n'

/** Prints what differs; the number of it. */
export function compareVaults(environment: string): number {
  const folder = mkdtempSync(join(tmpdir(), 'swk-vault-'))
  const ansible = (...args: string[]) => run(join(environment, 'bin', 'ansible-vault'), args, folder)
  const swk = (...args: string[]) => run(process.execPath, [bin, 'vault', ...args], folder)
  const read = (file: string) => readFileSync(join(folder, file), 'utf8')
  writeFileSync(join(folder, 'one'), 'first password\n')
  writeFileSync(join(folder, 'two'), '#!/bin/sh\necho "second $*"\n', { mode: 0o755 })
  writeFileSync(join(folder, 'two-client.sh'), '#!/bin/sh\necho "second $*"\n', { mode: 0o755 })
  let differing = 0
  const expect = (what: string, found: string, expected = plain) => {
    if (found === expected) return
    differing++
    console.log(`${what}\n  expected ${JSON.stringify(expected)}\n  found    ${JSON.stringify(found)}`)
  }
  try {
    for (const id of ['one', 'dev@one', 'prod@two', 'prod@two-client.sh']) {
      const label = id.includes('@') ? ['--encrypt-vault-id', id.split('@')[0] as string] : []
      for (const [writer, reader, name] of [
        [swk, ansible, 'ansible reads'],
        [ansible, swk, 'swk reads'],
      ] as const) {
        writeFileSync(join(folder, 'file'), plain)
        writer('encrypt', '--vault-id', id, ...label, 'file')
        expect(
          `${name} what the other encrypted with ${id}`,
          reader('view', '--vault-id', id, 'file').replace(/\n+$/, '\n'),
        )
        writer('rekey', '--vault-id', id, '--new-vault-id', 'new@one', 'file')
        expect(
          `the header after a rekey from ${id}`,
          read('file').split('\n')[0] ?? '',
          '$ANSIBLE_VAULT;1.2;AES256;new',
        )
        reader('decrypt', '--vault-id', 'new@one', 'file')
        expect(`${name} what the other rekeyed from ${id}`, read('file'))
      }
    }
    const value = swk('encrypt-string', '--vault-id', 'one', '--name', 'pw', 'a secret: text')
    writeFileSync(join(folder, 'vars.yaml'), value)
    const args = ['localhost', '-o', '-m', 'debug', '-a', 'var=pw', '-e', '@vars.yaml', '--vault-id', 'one']
    const said = run(join(environment, 'bin', 'ansible'), args, folder)
    expect('ansible reads a value', /"pw": "([^"]*)"/.exec(said)?.[1] ?? said, 'a secret: text')
    console.log(`${differing} of the vault's differ`)
    return differing
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function run(program: string, args: readonly string[], cwd: string): string {
  const env = {
    ...process.env,
    ANSIBLE_LOCALHOST_WARNING: 'false',
    ANSIBLE_INVENTORY_UNPARSED_WARNING: 'false',
    PAGER: 'cat',
  }
  return execFileSync(program, args, { cwd, env, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] })
}
