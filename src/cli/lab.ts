import { spawn } from 'node:child_process'
import { parseArgs } from 'node:util'
import { attach, down, type Image, LabError, labFiles, list, prepare, up } from '../lab/index.ts'

type Io = { out(text: string): void; err(text: string): void }

const usage = `swk lab: temporary Debian hosts on this machine

  swk lab up [NAME] [--image base|monolith] [--server-name X]   boot a host (default: hs1, monolith)
  swk lab down [NAME | --all]                                   remove it without a trace
  swk lab list                                                  list the hosts
  swk lab ssh NAME [COMMAND...]                                 a shell on it, as root
  swk lab prepare [--image base|monolith]                       build and cache the images of hosts
`

/** `swk lab`: throw-away real hosts. */
export async function lab(argv: string[], io: Io): Promise<number> {
  const asksHelp = argv[0] !== 'ssh' && argv.some(word => word === '--help' || word === '-h')
  const [command = 'help', ...rest] = asksHelp ? [] : argv
  const run = Object.hasOwn(commands, command) ? commands[command] : undefined
  try {
    if (!run) throw new LabError(`"${command}" is not a lab command; expected up, down, list, ssh or prepare`)
    return await run(rest, io)
  } catch (error) {
    if (!(error instanceof LabError) && !isUsageError(error)) throw error
    io.err(`swk lab: ${error.message}\n`)
    return 1
  }
}

const commands: Record<string, (argv: string[], io: Io) => Promise<number>> = {
  async help(_argv, io) {
    io.out(usage)
    return 0
  },

  async up(argv, io) {
    const options = { image: { type: 'string', default: 'monolith' }, 'server-name': { type: 'string' } } as const
    const { values, positionals } = parseArgs({ args: argv, options, allowPositionals: true })
    const name = atMostOne(positionals) ?? 'hs1'
    const server = values['server-name'] ? { serverName: values['server-name'] } : {}
    const say = (line: string) => io.out(`${line}\n`)
    const host = await up({ name, image: image(values.image), keep: true, onLine: say, ...server })
    say(`${name} is up at ${host.address}; inventory: ${labFiles().inventory}; a shell: swk lab ssh ${name}`)
    return 0
  },

  async down(argv, io) {
    const options = { all: { type: 'boolean' } } as const
    const { values, positionals } = parseArgs({ args: argv, options, allowPositionals: true })
    const name = values.all ? 'all' : (atMostOne(positionals) ?? 'hs1')
    await down(name)
    io.out(name === 'all' ? 'no host is left\n' : `Removed ${name}\n`)
    return 0
  },

  async list(argv, io) {
    parseArgs({ args: argv, options: {} })
    const hosts = await list()
    for (const host of hosts) {
      const facts = [host.name, host.address, host.image, host.serverName ?? '-', host.running ? 'running' : 'stopped']
      io.out(`${facts.join('  ')}\n`)
    }
    if (hosts.length === 0) io.out('no hosts\n')
    return 0
  },

  async ssh([name, ...command]) {
    if (!name) throw new LabError('ssh needs the name of a host')
    const host = await attach(name)
    const client = spawn('ssh', ['-F', host.sshConfig, name, ...command], { stdio: 'inherit' })
    return new Promise((resolve, reject) => client.once('error', reject).once('close', code => resolve(code ?? 255)))
  },

  async prepare(argv, io) {
    const options = { image: { type: 'string', default: 'monolith' } } as const
    const { values } = parseArgs({ args: argv, options })
    await prepare(image(values.image), line => io.out(`${line}\n`))
    io.out(`${values.image} is ready\n`)
    return 0
  },
}

function atMostOne(names: string[]): string | undefined {
  if (names.length > 1) throw new LabError(`one host at a time: ${names.join(', ')}`)
  return names[0]
}

function image(name: string): Image {
  if (name === 'base' || name === 'monolith') return name
  throw new LabError(`"${name}" is not an image; expected base or monolith`)
}

const isUsageError = (error: unknown): error is Error =>
  error instanceof TypeError && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS')
