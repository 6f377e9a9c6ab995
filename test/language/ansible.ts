/** ansible-core, installed once in a virtual environment under node_modules/.cache. */
import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'

export const environment = join(import.meta.dirname, '..', '..', 'node_modules', '.cache', 'ansible-core-2.18')
export const python = join(environment, 'bin', 'python')

export function install(): void {
  if (existsSync(join(environment, 'ready'))) return
  console.log('installing ansible-core 2.18')
  execFileSync('python3', ['-m', 'venv', environment], { stdio: 'inherit' })
  execFileSync(python, ['-m', 'pip', 'install', '--quiet', 'ansible-core==2.18.*'], { stdio: 'inherit' })
  execFileSync('touch', [join(environment, 'ready')])
}
