#!/usr/bin/env node
// Starts swk. Plain JavaScript that an old node can parse too: it checks the version, then hands over.
import { spawn } from 'node:child_process'
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import * as nodeModule from 'node:module'
import { constants, homedir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const least = [22, 18]

if (process.argv[2] === '--version') {
  console.log(JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).version)
} else if (newEnough()) {
  await start()
} else {
  handOver()
}

async function start() {
  endWithTheParent()
  // Not node's default in /tmp, whose name is known: there, another user could lay out code for root to run.
  const cache = join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'swk', 'compiled')
  nodeModule.enableCompileCache?.(cache)
  const { start } = await import(pathToFileURL(entry()).href)
  await start(process.argv.slice(2))
}

/** The bundle; in a checkout whose sources are newer than it, the sources (they need no build). */
function entry() {
  const built = join(root, 'dist/cli.js')
  const source = join(root, 'src/cli/start.ts')
  if (!existsSync(source)) return built
  const time = mtime(built)
  return ['src', 'modules'].some(folder => hasNewer(join(root, folder), time)) ? source : built
}

function hasNewer(folder, time) {
  return readdirSync(folder, { withFileTypes: true }).some(entry => {
    const path = `${folder}/${entry.name}`
    return entry.isDirectory() ? hasNewer(path, time) : mtime(path) > time
  })
}

function mtime(path) {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0
}

function newEnough() {
  const [major, minor] = process.versions.node.split('.').map(Number)
  return major > least[0] || (major === least[0] && minor >= least[1])
}

/** Runs the node that `npm ci` brought into the checkout in the place of this one. */
function handOver() {
  const node = join(root, `node_modules/node-linux-${process.arch}/bin/node`)
  if (!existsSync(node)) {
    console.error(`swk needs node >= ${least.join('.')}; this is ${process.versions.node}`)
    process.exit(1)
  }
  const args = [fileURLToPath(import.meta.url), ...process.argv.slice(2)]
  if (process.execve) process.execve(node, [node, ...args])
  const child = spawn(node, args, {
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
    env: { ...process.env, SWK_HANDED_OVER: '1' },
  })
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGUSR1', 'SIGUSR2']
  for (const signal of signals) process.on(signal, () => child.kill(signal))
  child.on('exit', (code, signal) => {
    // As the shell tells it: 128 + the number of the signal that ended the process.
    process.exit(code ?? 128 + constants.signals[signal])
  })
}

/** A node that can't replace itself stays as our parent: killed, it must not leave a play running that nobody sees. */
function endWithTheParent() {
  if (!process.env.SWK_HANDED_OVER) return
  delete process.env.SWK_HANDED_OVER
  process.once('disconnect', () => process.kill(process.pid, 'SIGKILL'))
  process.channel?.unref()
}
