/** The picture in the README: a recorded run as the tree reporter shows it. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { styleText } from 'node:util'
import { tree } from '../src/reporters/tree.ts'
import { conclusion } from './demo-steps.ts'
import { picture } from './picture.ts'
import { type RecordedStep, readRecording, recordingFile } from './recording.ts'

export async function runPicture(): Promise<string> {
  const steps = readRecording(readFileSync(join(import.meta.dirname, '..', recordingFile), 'utf8'))
  const lines: string[] = []
  for (const step of steps) {
    const command = styled('cyan', `$ swk ${step.args.join(' ')}`)
    lines.push(styled('bold', step.title), command, '', ...(await shown(step)), '')
  }
  return picture([...lines, styled('bold', conclusion)])
}

const styled = (style: 'bold' | 'cyan', text: string): string => styleText(style, text, { validateStream: false })

/** The lines that stay on the terminal after the step. */
async function shown({ args, events }: RecordedStep): Promise<readonly string[]> {
  let now = 0
  const terminal = new ScrollingTerminal()
  const options = {
    out() {},
    env: { LANG: 'C.UTF-8', FORCE_COLOR: '1' },
    terminal: true,
    showDiff: !args.includes('--no-diff'),
    verify: args[0] === 'verify',
  }
  const reporter = tree(options, terminal, () => now)
  for (const { at, event } of events) {
    now = at
    reporter.event(event)
  }
  await reporter.end()
  return terminal.lines
}

/** Knows the sequences with which the tree takes its live rows off the screen; colours stay in the text. */
class ScrollingTerminal {
  readonly columns = 100
  readonly rows = 30
  #lines = ['']

  write(text: string): void {
    for (const [part] of text.matchAll(/\x1b\[(?:\d+F|0J|\?25[hl])|\n|(?:\x1b\[[\d;]*m|[^\x1b\n])+/g)) {
      if (part === '\n') this.#lines.push('')
      else if (part.endsWith('F') && part.startsWith('\x1b['))
        this.#lines = [...this.#lines.slice(0, -1 - Number.parseInt(part.slice(2), 10)), '']
      else if (!/^\x1b\[(?:0J|\?)/.test(part)) this.#lines[this.#lines.length - 1] += part
    }
  }

  get lines(): readonly string[] {
    return this.#lines.at(-1) === '' ? this.#lines.slice(0, -1) : this.#lines
  }
}
