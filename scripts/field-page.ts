/** docs/field.md: situations of operators, and what swk does with them. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { readRecords } from '../test/field/record.ts'
import { situations } from '../test/lab/field/situation.ts'
import { table } from './roles-page.ts'

export function fieldPage(): string {
  const records = readRecords()
  const rows = situations.map(name => {
    const record = records[name]
    const cells = record ? [record.result, String(record.failed), String(record.posts)] : ['not run', '', '']
    return [name, describeSituation(name), ...cells]
  })
  return [
    '# Real homeservers\n',
    'Situations from bug reports, how-tos and configuration files, each rebuilt on a lab host (test/lab/field). `npm run field` runs them: check, play under load, verify, a second play, a reboot, and the way back with `workers: {}`, after which /etc must be as before. Where the check refuses a host, its advice is followed, and the rest is run after that. Those that are `not run` were only checked until now.\n',
    table(['situation', 'what the host is like', 'result', 'failed requests', 'POSTs in progress'], rows),
    'Requests fail in `apache`, `caddy` and `traefik-elsewhere` while main restarts, since these proxies reach it directly: the check warns of it.',
    '',
  ].join('\n')
}

/** The first sentences of expected.md, up to what is right. */
function describeSituation(name: string): string {
  const text = readFileSync(join(import.meta.dirname, '../test/lab/field', name, 'expected.md'), 'utf8')
  const [, situation = ''] = /^Situation: ([\s\S]*?)\s*Right(?: \(seen\))?:/.exec(text) ?? []
  return situation.replaceAll('\n', ' ').replaceAll('|', '\\|')
}
