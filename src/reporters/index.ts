/** The reporters. Only the one that is asked for is imported: listr2 and diff take their time. */
import type { Reporter, ReporterOptions } from './reporter.ts'

export type { Reporter, ReporterOptions } from './reporter.ts'

/** Off a terminal there is no tree: then `tree` is plain lines. */
export async function openReporter(name: 'tree' | 'plain' | 'json', options: ReporterOptions): Promise<Reporter> {
  if (name === 'json') return (await import('./json.ts')).json(options)
  if (name === 'plain' || !options.terminal) return (await import('./plain.ts')).plain(options)
  // Also where the process ends before the reporter does, the cursor is to be seen again.
  options.atExit?.(() => options.out('\x1b[?25h'))
  const { size } = options
  return (await import('./tree.ts')).tree(options, {
    get columns() {
      return size?.columns ?? 80
    },
    get rows() {
      return size?.rows ?? 24
    },
    write: options.out,
  })
}
