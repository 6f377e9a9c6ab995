import { codes, type ErrorCode } from '../errors/codes.ts'
import { pages } from '../errors/pages.ts'
import { didYouMean } from '../errors/suggest.ts'
import { parse, usage } from './args.ts'
import type { Command } from './io.ts'

/** `swk explain [CODE]`: what an error code means. */
export const explain: Command = async (argv, io) => {
  const [code, ...more] = parse(argv, {}).positionals
  if (more.length > 0) throw usage('explain expects one error code')
  if (code === undefined) {
    const width = Math.max(...Object.keys(codes).map(name => name.length))
    for (const [name, text] of Object.entries(codes)) io.out(`${name.padEnd(width)}  ${text}\n`)
    return 0
  }
  if (!Object.hasOwn(codes, code)) throw usage(`"${code}" is not an error code`, didYouMean(code, Object.keys(codes)))
  io.out(`${code}\n\n${codes[code as ErrorCode]}\n\n${pages[code as ErrorCode]}\n`)
  return 0
}
