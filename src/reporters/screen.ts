/** A terminal with text that scrolls away above and a few rows that are drawn over and over below. */
export type Terminal = {
  readonly columns: number
  readonly rows: number
  write(text: string): void
}

export class Screen {
  readonly #terminal: Terminal
  #above: string[] = []
  #drawn = 0
  #blank = false
  #hidden = false

  constructor(terminal: Terminal) {
    this.#terminal = terminal
  }

  get columns(): number {
    return this.#terminal.columns
  }

  get rows(): number {
    return this.#terminal.rows
  }

  /** Lines that stay; written with the next picture. Of empty lines in a row only one is. */
  print(lines: readonly string[]): void {
    for (const line of lines) {
      if (line !== '' || !this.#blank) this.#above.push(line)
      this.#blank = line === ''
    }
  }

  /** Draws rows, none wider than the terminal, in the place of those before: one write, so that nothing flickers. */
  draw(rows: readonly string[]): void {
    const erase = this.#drawn > 0 ? `\x1b[${this.#drawn}F\x1b[0J` : ''
    const above = this.#above.map(line => `${line}\n`).join('')
    const below = rows.map(row => `${row}\n`).join('')
    const hide = rows.length > 0 && !this.#hidden ? '\x1b[?25l' : ''
    const show = rows.length === 0 && this.#hidden ? '\x1b[?25h' : ''
    this.#hidden = rows.length > 0
    this.#above = []
    this.#drawn = rows.length
    const text = hide + erase + above + below + show
    if (text) this.#terminal.write(text)
  }
}
