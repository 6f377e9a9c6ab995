/** Picks the command, and turns what it throws into what people read and an exit code. */
import { SwkError } from '../errors/diagnostic.ts'
import { didYouMean } from '../errors/suggest.ts'
import { usage } from './args.ts'
import { commands } from './commands.ts'
import { tellError } from './failure.ts'
import { commandHelp, overview } from './help.ts'
import type { Io } from './io.ts'

/** Exit statuses: see the README. */
export async function main(argv: readonly string[], io: Io): Promise<number> {
  try {
    return await run(argv, io)
  } catch (error) {
    if (error instanceof SwkError && wantsJson(argv)) {
      const { errorLines } = await import('../reporters/json.ts')
      io.out(errorLines(error.diagnostics))
    }
    return tellError(error, io)
  }
}

/** Programs are told of what is wrong as events, also where the command line itself is. */
function wantsJson(argv: readonly string[]): boolean {
  return argv.some((word, i) => word === '--reporter=json' || (word === '--reporter' && argv[i + 1] === 'json'))
}

async function run([name = '--help', ...rest]: readonly string[], io: Io): Promise<number> {
  if (['--help', '-h', 'help'].includes(name)) return help(rest[0], io)
  const command = commandNamed(name)
  // `swk lab` has commands of its own, and tells about them itself.
  const wantsHelp = rest.some(word => word === '--help' || word === '-h')
  if (wantsHelp && command.options) return help(name, io)
  return (await command.load())(rest, io)
}

function help(name: string | undefined, io: Io): number {
  io.out(name === undefined ? overview(commands) : commandHelp(commandNamed(name)))
  return 0
}

function commandNamed(name: string) {
  const command = commands[name]
  if (command) return command
  if (name.startsWith('-'))
    throw usage(`unknown option ${name}`, 'write options after the command: swk play ... --check')
  throw usage(`unknown command "${name}"`, didYouMean(name, Object.keys(commands)) ?? 'swk --help lists the commands')
}
