/** One random play, and the state of the host that it meets, in a directory of its own. */
export type Trial = {
  readonly user: 'root' | 'admin' | 'operator'
  /** Whether a second play must have nothing to do. */
  readonly isConsistent: boolean
  /** A script that brings the directory, and what else the play is about, into its state. */
  arrange(folder: string): string
  /** A script that prints all that the play may touch. */
  look(folder: string): string
  play(folder: string): object
}
