/** `--limit @FILE`: a file with names of hosts, such as Ansible's retry files. */
import { resolve } from 'node:path'
import { readText } from '../yaml/text.ts'

/** The pattern with each `@FILE` replaced by the lines of that file. Throws SwkError `file-not-found`. */
export function readLimit(limit: string, cwd: string): string {
  return limit.replace(/(^|[,:])\s*@([^,:]+)/g, (_, separator, file) => {
    const lines = readText(resolve(cwd, file.trim())).split('\n')
    return separator + lines.filter(line => !/^\s*(#|$)/.test(line)).join(',')
  })
}
