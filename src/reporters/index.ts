/** Opens a reporter. Only the selected one is imported, since listr2 and diff load slowly. */
import type { Reporter, ReporterOptions } from './reporter.ts'

export type { Reporter, ReporterOptions } from './reporter.ts'

/** Without a terminal, `tree` means plain lines. */
export async function openReporter(name: 'tree' | 'plain' | 'json', options: ReporterOptions): Promise<Reporter> {
  if (name === 'json') return (await import('./json.ts')).json(options)
  if (name === 'plain' || !options.terminal) return (await import('./plain.ts')).plain(options)
  // Restores the cursor if the process ends before the reporter.
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
