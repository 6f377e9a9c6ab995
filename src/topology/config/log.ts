/** Where a worker logs. */
import type { Worker } from '../model/deployment.ts'
import { logFile } from '../model/paths.ts'

/** A file of its own for each process, kept four days, written at once: who looks into it sees what is. */
export function logConfig({ name, options }: Worker): string {
  return `version: 1
formatters:
  precise:
    format: '%(asctime)s - %(name)s - %(lineno)d - %(levelname)s - %(request)s - %(message)s'
handlers:
  file:
    class: logging.handlers.TimedRotatingFileHandler
    formatter: precise
    filename: ${logFile(name)}
    when: midnight
    backupCount: 3
    encoding: utf8
loggers:
  synapse.storage.SQL:
    # DEBUG would write access tokens into the log.
    level: INFO
root:
  level: ${options.logLevel ?? 'INFO'}
  handlers: [file]
disable_existing_loggers: false
`
}
