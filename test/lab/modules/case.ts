/** One module on a host, as data: how the host is before, what is asked for, how the host is then. */
export type Case = {
  /** What the case is about; unique. */
  readonly name: string
  readonly module: string
  readonly args: Record<string, unknown>
  /** Shell that makes the host what it is before: where nothing is there, and where part of it is. */
  readonly absent: string
  readonly partly: string
  /** Shell that shows what matters, and what it must say after the play. */
  readonly look: string
  readonly expect: string
  /** What templates render to, and files of the project hold. */
  readonly source?: string
  /** Runs again each time (command). */
  readonly volatile?: boolean
}

/** What quoting gets wrong: quotes, expansions, a newline, a leading dash, more than ASCII. */
export const hostile = `-x '"$\`\\;$(id) %s *\nü\u{1F600} last`
export const hostileLine = hostile.replace('\n', ' ')

/** For the shell of set-ups and looks, which do not use the product's own quoting. */
export const q = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`
