/** Files of the controller that a template may name: templates beside it, and what lookups read. */

export type Files = {
  /** A file by its name, looked for as Ansible does in a folder of the project; undefined: there is none. */
  find(name: string, folder: 'files' | 'templates' | 'vars'): string | undefined
  /** The text of a file. Throws SwkError. */
  read(file: string): string
  /** Regular files that match a pattern whose last part has wildcards. */
  glob(pattern: string): readonly string[]
}
