/** A drain waits for who is still served, and for nobody else; real sockets of this machine. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { connect, createServer, type Server, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { drainKind, drainOf } from '../../src/resources/drain.ts'

const folder = mkdtempSync(join(tmpdir(), 'swk-drain-'))
const path = join(folder, 'busy.sock')
let server: Server
let client: Socket

beforeAll(async () => {
  server = createServer(() => {}).listen(path)
  await once(server, 'listening')
  client = connect(path)
  await once(client, 'connect')
})
afterAll(() => {
  client.destroy()
  server.close()
  rmSync(folder, { recursive: true })
})

/** Of the shell that runs the step. */
function drain(sockets: readonly string[], seconds: number) {
  const [step] = drainKind.write?.(null, null, drainOf({ sockets, seconds })) ?? []
  const child = spawn('sh', ['-c', step?.script ?? 'exit 9'], { stdio: 'inherit' })
  return { child, ended: once(child, 'exit').then(([code]) => code) }
}

test('where nobody is served it is over', async () => {
  expect(await drain([join(folder, 'other.sock')], 60).ended).toBe(0)
})

test('it waits no longer than it may', async () => {
  expect(await drain([path], 1).ended).toBe(0)
})

test('it waits for who is served', async () => {
  const { child, ended } = drain([path], 60)
  await sleep(1000)
  expect(child.exitCode).toBe(null)
  client.destroy()
  expect(await ended).toBe(0)
})
