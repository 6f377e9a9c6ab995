/** Settings of main's unit under which it cannot share sockets and files with workers. */
import { Refusal } from '../../../engine/module.ts'
import { isMonolith } from '../../model/deployment.ts'
import { configFolder, mainUnit, runFolder } from '../../model/paths.ts'
import type { Check } from './survey.ts'

export const sandbox: Check = ({ facts, deployment }) => {
  if (isMonolith(deployment)) return
  const inTheWay = facts.sandbox.filter(isInTheWay)
  if (inTheWay.length === 0) return
  throw new Refusal(`${mainUnit} has ${inTheWay.map(line => `\`${line}\``).join(', ')}, which hides ${runFolder}`, {
    hint: `Main and workers meet in ${runFolder} and ${configFolder} as one user. \`systemctl cat ${mainUnit}\` shows the file that has the setting: remove it there.`,
  })
}

function isInTheWay(line: string): boolean {
  const [key = '', value = ''] = line.split(/=(.*)/s)
  if (['DynamicUser', 'RootDirectory', 'RootImage'].includes(key)) return true
  const paths = value.split(' ').map(word => word.replace(/^[-+]+/, '').replace(/:.*$/, ''))
  return paths.some(path => path === '/' || path === '/run' || path === '/var/run' || path === runFolder)
}
