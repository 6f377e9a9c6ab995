import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

const system = '/usr/bin/node'
const version = spawnSync(system, ['-p', 'process.versions.node'], { encoding: 'utf8' }).stdout?.trim() ?? ''
const tooOld = /^(1\d|20|21)\./.test(version)

/** Stands for the bundle: tells what reached it, and can wait for a signal. */
const bundle = `
export async function start(argv) {
  console.log(JSON.stringify({ argv, node: process.versions.node, pid: process.pid, handed: process.env.SWK_HANDED_OVER }))
  if (argv[0] === 'read') for await (const chunk of process.stdin) process.stdout.write(chunk)
  if (argv[0] !== 'wait') process.exit(7)
  process.on('SIGINT', () => process.exit(130))
  setInterval(() => {}, 1000)
}
`

const root = mkdtempSync(join(tmpdir(), 'swk-bin-'))
const bin = join(root, 'bin/swk.js')
const brought = join(root, 'node_modules', `node-linux-${process.arch}`, 'bin')

beforeAll(() => {
  for (const folder of ['bin', 'dist']) mkdirSync(join(root, folder))
  copyFileSync('bin/swk.js', bin)
  writeFileSync(join(root, 'package.json'), '{ "type": "module", "version": "1.2.3" }')
  writeFileSync(join(root, 'dist/cli.js'), bundle)
})
afterAll(() => rmSync(root, { recursive: true, force: true }))

const run = (node: string, args: readonly string[], input = '') =>
  spawnSync(node, [bin, ...args], { encoding: 'utf8', input, env: { ...process.env, HOME: root } })

test('the version is answered without the bundle', () => {
  expect(run(process.execPath, ['--version'])).toMatchObject({ stdout: '1.2.3\n', status: 0 })
})

test('arguments, standard input and the exit code are those of the command', () => {
  const { stdout, status } = run(process.execPath, ['read', '--x=a b'], 'input')
  expect(JSON.parse(stdout.split('\n')[0] ?? '').argv).toEqual(['read', '--x=a b'])
  expect(stdout.endsWith('input')).toBe(true)
  expect(status).toBe(7)
})

describe.skipIf(!tooOld)(`where the system's node is ${version}`, () => {
  test('without another node, one line says what is needed', () => {
    const { stderr, status } = run(system, ['read'])
    expect(stderr).toBe(`swk needs node >= 22.18; this is ${version}\n`)
    expect(status).toBe(1)
  })

  test('the version is answered all the same', () => {
    expect(run(system, ['--version'])).toMatchObject({ stdout: '1.2.3\n', status: 0 })
  })

  describe('and the project brings its own', () => {
    beforeAll(() => {
      mkdirSync(brought, { recursive: true })
      symlinkSync(process.execPath, join(brought, 'node'))
    })

    test('it hands over arguments, standard input and the exit code', () => {
      const { stdout, status } = run(system, ['read', 'x y'], 'input')
      const told = JSON.parse(stdout.split('\n')[0] ?? '')
      expect(told).toMatchObject({ argv: ['read', 'x y'], node: process.versions.node })
      expect(told.handed).toBeUndefined()
      expect(stdout.endsWith('input')).toBe(true)
      expect(status).toBe(7)
    })

    test('an interrupt reaches the one that works', async () => {
      const { child } = await waiting()
      child.kill('SIGINT')
      expect((await once(child, 'exit'))[0]).toBe(130)
    })

    test('killed, it leaves nobody at work', async () => {
      const { child, pid } = await waiting()
      expect(pid).not.toBe(child.pid)
      child.kill('SIGKILL')
      await once(child, 'exit')
      for (let i = 0; i < 50 && alive(pid); i++) await sleep(20)
      expect(alive(pid)).toBe(false)
    })
  })
})

async function waiting() {
  const child = spawn(system, [bin, 'wait'], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, HOME: root },
  })
  const [line] = await once(child.stdout, 'data')
  return { child, pid: Number(JSON.parse(String(line)).pid) }
}

/** Ended but not yet waited for (a container whose first process waits for nobody) is not alive. */
function alive(pid: number): boolean {
  const status = existsSync(`/proc/${pid}/status`) ? readFileSync(`/proc/${pid}/status`, 'utf8') : ''
  return status !== '' && !status.includes('State:\tZ')
}
