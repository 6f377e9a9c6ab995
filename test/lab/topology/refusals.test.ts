/** Hosts from which the topology cannot be reached: refused with a reason, by the play as by the check, and left as they are. */
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { fingerprint, type LabHost, up, writeInventory } from '../../../src/lab/index.ts'
import { swk, tasks } from '../support/swk.ts'

const name = 'refusals'
const restless = ['/var/log', '/var/lib/postgresql', '/run/postgresql', '/tmp', '/var/tmp', '/run']

let host: LabHost
let inventory: string

beforeAll(async () => {
  host = await up({ name, image: 'monolith' })
  inventory = join(mkdtempSync(join(tmpdir(), 'swk-test-')), 'inventory.yaml')
  await writeInventory([host], inventory)
})
afterAll(() => host?.stop())

const vhost = '/etc/nginx/sites-available/matrix'
const sed = (script: string) => `cp -p ${vhost} /root/vhost && sed -i '${script}' ${vhost}`
const backAgain = `cp -p /root/vhost ${vhost}`
const conf = (text: string) => `printf '${text}' > /etc/matrix-synapse/conf.d/zz.yaml`
const noConf = 'rm /etc/matrix-synapse/conf.d/zz.yaml'

const cases: readonly [name: string, break_: string, mend: string, message: RegExp][] = [
  [
    'SQLite',
    conf('database: {name: sqlite3, args: {database: /x.db}}\\n'),
    noConf,
    /`sqlite3`; workers need PostgreSQL/,
  ],
  [
    'listeners that a later file sets',
    conf('listeners:\\n- {port: 8008, resources: [{names: [client, federation]}]}\\n'),
    noConf,
    /zz\.yaml would override/,
  ],
  [
    'workers by hand',
    conf('instance_map: {main: {host: localhost, port: 9093}, w1: {host: localhost, port: 9094}}\\n'),
    noConf,
    /zz\.yaml names w1 \(localhost\), and nothing on this host runs that/,
  ],
  ['a vhost for something else', sed('s/:8008/:8009/'), backAgain, /no vhost of nginx proxies to Synapse/],
  [
    'a vhost that changes paths',
    sed('s#:8008;#:8008/;#; s#location ~ .*{#location /_matrix {#'),
    backAgain,
    /sites-available\/matrix:\d+: .*changes the path/,
  ],
  [
    'a vhost that nginx cannot read',
    sed('$ d'),
    backAgain,
    /rejects its configuration: .*unexpected end of file.*matrix:\d+/,
  ],
  [
    'an nginx.conf without conf.d',
    "cp -p /etc/nginx/nginx.conf /root/ && sed -i '/conf\\.d/d' /etc/nginx/nginx.conf",
    'cp -p /root/nginx.conf /etc/nginx/',
    /nginx\.conf does not include .*conf\.d\/\*\.conf;/,
  ],
  [
    'a proxy_pass that cannot be resolved, next to one that can',
    sed('s#^}#location ^~ /_matrix/media/ { proxy_pass http://127.0.0.1:$arg_port; } }#'),
    backAgain,
    /matrix:\d+: `proxy_pass .*arg_port` may proxy to Synapse/,
  ],
  [
    'no Synapse',
    'mv /lib/systemd/system/matrix-synapse.service /root && systemctl daemon-reload && systemctl stop matrix-synapse',
    'mv /root/matrix-synapse.service /lib/systemd/system && systemctl daemon-reload && systemctl start matrix-synapse',
    /matrix-synapse.service is not installed/,
  ],
]

describe('refused', () => {
  it.each(cases)('%s', async (_name, break_, mend, message) => {
    await host.run(break_)
    try {
      const before = await fingerprint(host, { except: restless })
      for (const mode of [[], ['--check']]) {
        const run = await swk('play', 'site.yaml', '-i', inventory, '--reporter', 'json', ...mode)
        const [failed] = tasks(run, 'failed')
        expect(run.code, run.stderr + run.stdout.slice(-1000)).toBe(2)
        expect(failed?.error).toMatchObject({ code: 'refused', message: expect.stringMatching(message) })
      }
      expect(await fingerprint(host, { except: restless })).toEqual(before)
    } finally {
      await host.run(mend)
    }
  })
})
