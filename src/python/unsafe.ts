/** Text that is never rendered: YAML's `!unsafe`. */

export class Unsafe {
  readonly text: string
  constructor(text: string) {
    this.text = text
  }
  toJSON(): string {
    return this.text
  }
}
