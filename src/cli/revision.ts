/** What the journal of a host says about a playbook: its path, and its revision in version control. */
import { execFile } from 'node:child_process'
import { dirname, relative } from 'node:path'
import { promisify } from 'node:util'
import { findPlaybook } from '../playbook/find-playbook.ts'

const git = promisify(execFile)

/** `revision` is missing where there is no Git, or the playbook is not in it. */
export async function describePlaybook(name: string): Promise<{ playbook: string; revision?: string }> {
  const file = findPlaybook(name, process.cwd())
  const playbook = relative(process.cwd(), file)
  try {
    const options = { cwd: dirname(file), timeout: 5000 }
    const [{ stdout: head }, { stdout: changed }] = await Promise.all([
      git('git', ['rev-parse', '--short', 'HEAD'], options),
      git('git', ['status', '--porcelain', '--untracked-files=normal', '--', '.'], options),
    ])
    return { playbook, revision: `${head.trim()}${changed.trim() === '' ? '' : '+'}` }
  } catch {
    return { playbook }
  }
}
