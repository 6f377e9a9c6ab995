/** What must accept the configuration of all processes before any file of it moves: Synapse's own parser. */

import type { Transaction } from '../../resources/kind.ts'
import { readProgram } from '../../shell/program-file.ts'
import type { Deployment } from '../model/deployment.ts'
import type { Facts } from '../model/facts.ts'
import { configFolder, mainUnit, workerFile } from '../model/paths.ts'

const parseAll = readProgram('topology/config/parser-check.py')
const runAsMain = readProgram('resources/synapse/as-main.pl')

export function configCheck({ workers }: Deployment, { python, configPaths }: Facts): Transaction {
  const main = configPaths.flatMap(path => ['-c', path])
  const processes = [['main', main], ...workers.map(({ name }) => [name, [...main, '-c', workerFile(name)]])]
  return {
    name: 'synapse',
    overlay: [configFolder],
    check: [['perl', '-e', runAsMain, mainUnit, python, '-c', parseAll, JSON.stringify(processes)]],
    checkers: ["Synapse's own parser (python -m synapse.config)"],
  }
}
