/** Where a worker logs. */
import type { Worker } from '../model/deployment.ts'
import type { Facts } from '../model/facts.ts'

/** A file of its own for each process, next to main's, kept four days; the journal where main's user can create no file. */
export function logConfig({ name, options }: Worker, { logDirectory }: Facts): string {
  return `version: 1
formatters:
  precise:
    format: '%(asctime)s - %(name)s - %(lineno)d - %(levelname)s - %(request)s - %(message)s'
handlers:
  file:
${logDirectory === null ? journal : rotated(`${logDirectory}/${name}.log`)}loggers:
  synapse.storage.SQL:
    # DEBUG would write access tokens into the log.
    level: INFO
root:
  level: ${options.logLevel ?? 'INFO'}
  handlers: [file]
disable_existing_loggers: false
`
}

const journal = `    class: logging.StreamHandler
    formatter: precise
`

const rotated = (file: string): string => `    class: logging.handlers.TimedRotatingFileHandler
    formatter: precise
    filename: ${file}
    when: midnight
    backupCount: 3
    encoding: utf8
`
