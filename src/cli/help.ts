/** Help texts, made from the tables of commands and options. Pure. */
import type { Option, Options } from './args.ts'

export type Manual = {
  /** The command line, without `swk`. */
  readonly usage: string
  /** What it does, in a line. */
  readonly summary: string
  readonly options?: Options
  readonly examples?: readonly string[]
}

export function commandHelp({ usage, summary, options = {}, examples = [] }: Manual): string {
  const rows = Object.entries(options)
  const sections = [
    `swk ${usage}\n${summary}`,
    rows.length > 0 ? `Options\n${columns(rows.map(([name, option]) => [flags(name, option), option.help]))}` : '',
    examples.length > 0 ? `Examples\n${examples.map(example => `  ${example}`).join('\n')}` : '',
  ]
  return `${sections.filter(Boolean).join('\n\n')}\n`
}

export function overview(commands: Readonly<Record<string, Manual>>): string {
  const rows = Object.values(commands).map(({ usage, summary }) => [usage, summary] as const)
  return `swk keeps Matrix homeservers as a playbook declares.

Commands
${columns(rows.map(([usage, summary]) => [`swk ${usage}`, summary]))}

  swk COMMAND --help   the options of a command
  swk --version        the version
`
}

function flags(name: string, { short, value }: Option): string {
  return `${short ? `-${short}, ` : '    '}--${name}${value ? ` ${value}` : ''}`
}

function columns(rows: readonly (readonly [string, string])[]): string {
  const width = Math.max(...rows.map(([left]) => left.length))
  return rows.map(([left, right]) => `  ${left.padEnd(width)}   ${right}`).join('\n')
}
