/**
 * What swk advises where it refuses a host, followed word for word: the reason is gone then. Nothing is put back, so that the play at
 * the end converts a host on which all of the advice has been followed.
 */
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type LabHost, up, writeInventory } from '../../../src/lab/index.ts'
import { type SwkRun, swk, tasks } from '../support/swk.ts'

type Case = {
  readonly name: string
  /** What makes the host one that is refused. */
  readonly arrange: string
  readonly refusal: RegExp
  readonly advice: RegExp
  /** Shell text that does what the advice says; `found`: the groups of `advice`. */
  readonly follow: string | ((found: readonly string[]) => string)
  readonly topology?: string
  /** The advice is for the playbook. */
  readonly corrected?: string
  /** Puts back what the next cases cannot do with. */
  readonly undo?: string
}

const shared = '/etc/matrix-synapse/conf.d'
const main = '/etc/matrix-synapse/homeserver.yaml'
const workers = '/etc/matrix-synapse/workers'
const vhost = '/etc/nginx/sites-available/matrix'
const dropIn = '/etc/systemd/system/matrix-synapse.service.d/own.conf'
const own = (file: string, text: string) => `printf '${text}\\n' > ${shared}/${file}`

/** A worker by an operator's own unit, enabled. */
const handMade = (name: string) => `mkdir -p ${workers} && cd ${workers} &&
printf 'worker_app: synapse.app.generic_worker\nworker_name: ${name}\n' > ${name}.yaml &&
printf '[Service]\nUser=matrix-synapse\nExecStart=/opt/venvs/matrix-synapse/bin/python -m synapse.app.generic_worker --config-path=${main} --config-path=${shared}/ --config-path=${workers}/${name}.yaml\n[Install]\nWantedBy=multi-user.target\n' > /etc/systemd/system/synapse-${name}.service &&
systemctl daemon-reload && systemctl -q enable synapse-${name}`

const cases: readonly Case[] = [
  {
    name: 'a replication secret in a file that is written as a whole',
    arrange: own('workers.yaml', 'worker_replication_secret: not-a-secret'),
    refusal: /workers\.yaml holds `worker_replication_secret`, which would be lost/,
    advice: /Move it to a file of its own in conf\.d, such as (\S+secret\.yaml):/,
    follow: ([file]) => `mv ${shared}/workers.yaml ${file}`,
  },
  {
    name: 'a setting of the operator in a file that is written as a whole',
    arrange: own('workers.yaml', 'max_upload_size: 5M'),
    refusal: /workers\.yaml holds `max_upload_size`, which would be lost/,
    advice: /Move it to another file in conf\.d/,
    follow: `mv ${shared}/workers.yaml ${shared}/uploads.yaml`,
  },
  {
    name: 'a setting in a file that Synapse reads later',
    arrange: own('zz-own.yaml', 'enable_metrics: false\\nlisteners: [{port: 8008, resources: [{names: [client]}]}]'),
    refusal: /`listeners` in \S*zz-own\.yaml would override/,
    advice: /Move the setting to a file that comes earlier, or remove it/,
    follow: `sed -i /listeners/d ${shared}/zz-own.yaml`,
  },
  {
    name: 'work that is given to a worker of the past',
    arrange: own('senders.yaml', 'federation_sender_instances: [gone1]'),
    refusal: /`federation_sender_instances` in \S*senders\.yaml gives work to gone1/,
    advice:
      /Remove the setting there\. To leave the work to gone1, also give the topology the role: federation-sender: \{ names: \[gone1\] \}/,
    follow: `rm ${shared}/senders.yaml`,
    corrected: 'federation-sender: { names: [gone1] }',
  },
  {
    name: 'a role for other servers on a closed server',
    arrange: `cp -p ${main} /root/ && /opt/venvs/matrix-synapse/bin/python -c "import yaml; p = '${main}'; c = yaml.safe_load(open(p)); c['listeners'][0]['resources'] = [{'names': ['client']}]; yaml.safe_dump(c, open(p, 'w'))" && systemctl restart matrix-synapse`,
    topology: 'federation-reader: 1, pusher: 1',
    refusal: /no listener of this Synapse serves `federation`: federation-reader would open a closed server/,
    advice: /Leave the role out of the topology/,
    follow: ':',
    corrected: 'pusher: 1',
    undo: `cp -p /root/homeserver.yaml ${main} && systemctl restart matrix-synapse`,
  },
  {
    name: 'a role for logins that another service has',
    arrange: own(
      'mas.yaml',
      'matrix_authentication_service: {enabled: true, endpoint: "http://127.0.0.1:1/", secret: not-a-secret}',
    ),
    topology: 'sso: 1, pusher: 1',
    refusal: /leaves login to Matrix Authentication Service/,
    advice: /Remove the role `sso` from the topology/,
    follow: ':',
    corrected: 'pusher: 1',
    undo: `rm ${shared}/mas.yaml`,
  },
  {
    name: 'a setting of the operator in the file of a worker',
    arrange: `mkdir -p ${workers} && printf 'worker_app: synapse.app.generic_worker\nworker_name: pusher1\nmax_image_pixels: 30M\n' > ${workers}/pusher1.yaml`,
    refusal: /pusher1\.yaml holds `max_image_pixels`, which would be lost/,
    advice: /Move it to a file in conf\.d/,
    follow: `grep max_image_pixels ${workers}/pusher1.yaml > ${shared}/pixels.yaml && sed -i /max_image_pixels/d ${workers}/pusher1.yaml`,
  },
  {
    name: 'a worker of the topology that runs as a unit of the operator',
    arrange: handMade('pusher1'),
    refusal:
      /`pusher1` runs as synapse-pusher1\.service; swk would run it as matrix-synapse-worker@pusher1\.service too/,
    advice: /Take the one that is there out of service first: (systemctl disable --now synapse-pusher1\.service)$/,
    follow: ([command = 'false']) => command,
    undo: 'rm /etc/systemd/system/synapse-pusher1.service && systemctl daemon-reload',
  },
  {
    name: 'a worker that the topology does not name',
    arrange: handMade('own1'),
    refusal: /this Synapse has workers that the playbook does not name:\n {2}own1:/,
    advice: /Or stop and disable them, and remove their files\./,
    follow: `systemctl disable --now synapse-own1 && rm ${workers}/own1.yaml /etc/systemd/system/synapse-own1.service`,
  },
  {
    name: 'workers that nothing runs',
    arrange: own(
      'senders.yaml',
      'instance_map: {main: {host: localhost, port: 9093}, w1: {host: localhost, port: 9094}}',
    ),
    refusal: /instance_map in \S*senders\.yaml names w1 \(localhost\), and nothing on this host runs that/,
    advice: /Take the others out of service, and out of the configuration/,
    follow: `rm ${shared}/senders.yaml`,
  },
  {
    name: 'too few connections of PostgreSQL',
    arrange: `su postgres -c 'psql -qc "ALTER SYSTEM SET max_connections = 20"' && systemctl restart postgresql && sleep 1 && systemctl restart matrix-synapse`,
    refusal: /PostgreSQL allows 20 connections/,
    advice: /\((ALTER SYSTEM SET max_connections = \d+)\) and restart PostgreSQL/,
    follow: ([sql]) =>
      `su postgres -c 'psql -qc "${sql}"' && systemctl restart postgresql && systemctl restart matrix-synapse`,
  },
  {
    name: 'nginx that is stopped',
    arrange: 'systemctl stop nginx',
    refusal: /nginx\.service does not run/,
    advice: /Start it/,
    follow: 'systemctl start nginx',
  },
  {
    name: 'nginx with a configuration elsewhere',
    arrange:
      'cp -p /etc/nginx/nginx.conf /etc/nginx/own.conf && mkdir -p /etc/systemd/system/nginx.service.d && printf "[Service]\\nExecStart=\\nExecStart=/usr/sbin/nginx -c /etc/nginx/own.conf -g \\"daemon on; master_process on;\\"\\n" > /etc/systemd/system/nginx.service.d/own.conf && systemctl daemon-reload && systemctl restart nginx',
    refusal: /nginx was started with `-c \/etc\/nginx\/own\.conf`/,
    advice: /Include the vhosts there and start nginx without `-c`/,
    follow: 'rm -r /etc/systemd/system/nginx.service.d && systemctl daemon-reload && systemctl restart nginx',
  },
  {
    name: 'a configuration that nginx rejects',
    arrange: `sed -i '$ d' ${vhost}`,
    refusal: /nginx rejects its configuration: .*unexpected end of file/,
    advice: /Correct it until `nginx -t` succeeds/,
    follow: `echo '}' >> ${vhost} && nginx -t`,
  },
  {
    name: 'no vhost that proxies to Synapse',
    arrange: `sed -i 's/:8008/:8009/' ${vhost} && systemctl reload nginx`,
    refusal: /none of the \d+ files that nginx reads has a `proxy_pass` to one of Synapse's listeners/,
    advice: /Each line names what is expected/,
    follow: `sed -i 's/:8009/:8008/' ${vhost} && systemctl reload nginx`,
  },
  {
    name: 'a proxy_pass that depends on the request',
    arrange: `sed -i 's#^}#location ^~ /_matrix/media/ { proxy_pass http://127.0.0.1:$arg_port; } }#' ${vhost} && systemctl reload nginx`,
    refusal: /`proxy_pass http:\/\/127\.0\.0\.1:\$arg_port` may proxy to Synapse, and swk cannot route it: .*arg_port/,
    advice: /Each line names what is expected/,
    follow: `sed -i 's#$arg_port#8008#' ${vhost} && systemctl reload nginx`,
  },
  {
    name: "a file of nginx's with the name of one of swk's",
    arrange: "echo '# of the operator' > /etc/nginx/conf.d/matrix-upstreams.conf && systemctl reload nginx",
    refusal: /matrix-upstreams\.conf is not swk's; expected no file of that name: rename it/,
    advice: /Each line names what is expected/,
    follow: 'mv /etc/nginx/conf.d/matrix-upstreams.conf /etc/nginx/conf.d/own.conf && systemctl reload nginx',
  },
  {
    name: 'a unit that hides the sockets',
    arrange: `mkdir -p $(dirname ${dropIn}) && printf '[Service]\\nTemporaryFileSystem=/run\\nBindPaths=/run/postgresql\\n' > ${dropIn} && systemctl daemon-reload`,
    refusal: /matrix-synapse\.service has `TemporaryFileSystem=\/run\S*`.*, which hides \/run\/matrix-synapse/,
    advice: /`systemctl cat matrix-synapse\.service` shows the file that has the setting: remove it there/,
    follow: `systemctl cat matrix-synapse.service | grep -q '^# ${dropIn}$' && sed -i /TemporaryFileSystem/d ${dropIn} && systemctl daemon-reload`,
  },
  {
    name: "the Redis of another application, and an instance by swk's name",
    arrange:
      "apt-get install -qq -y redis-server >/dev/null && echo 'requirepass of-another-application' >> /etc/redis/redis.conf && systemctl restart redis-server && echo '# of the operator' > /etc/redis/redis-matrix.conf",
    refusal: /redis-matrix\.conf is not swk's; expected no Redis instance of that name/,
    advice: /Rename the instance `matrix`/,
    follow: 'mv /etc/redis/redis-matrix.conf /etc/redis/redis-own.conf',
  },
  {
    name: 'the Redis of another application, without a template for a second one',
    arrange: 'rm /lib/systemd/system/redis-server@.service && systemctl daemon-reload',
    refusal: /redis-server@\.service does not exist/,
    advice: /Install the package redis-server of Debian/,
    follow: 'apt-get install -qq --reinstall -o DPkg::Options::=--force-confold redis-server >/dev/null',
  },
]

const folder = mkdtempSync(join(tmpdir(), 'swk-test-'))
const inventory = join(folder, 'inventory.yaml')
const playbook = join(folder, 'site.yaml')
let host: LabHost

beforeAll(async () => {
  host = await up({ name: 'advice', image: 'monolith' })
  await writeInventory([host], inventory)
})
afterAll(() => host?.stop())

const run = (command: string, ...more: readonly string[]): Promise<SwkRun> =>
  swk(command, playbook, '-i', inventory, '--reporter', 'json', ...more)

const declare = (workers: string) =>
  writeFileSync(playbook, `- hosts: all\n  become: true\n  topology: { synapse: { workers: { ${workers} } } }\n`)

async function onHost(script: string): Promise<void> {
  const done = await host.run(script)
  expect(done.code, script + done.stderr).toBe(0)
}

describe('advice that is followed ends the refusal', () => {
  it.each(cases.map(one => [one.name, one] as const))(
    '%s',
    async (_name, { arrange, refusal, advice, follow, topology = 'mediaworker: 1, pusher: 1', corrected, undo }) => {
      declare(topology)
      await onHost(arrange)
      const refused = tasks(await run('play', '--check'), 'failed').map(({ error }) => error)
      expect(refused).toEqual([expect.objectContaining({ code: 'refused', message: expect.stringMatching(refusal) })])
      const hint = refused[0]?.hint ?? ''
      expect(hint).toMatch(advice)
      await onHost(typeof follow === 'string' ? follow : follow(advice.exec(hint)?.slice(1) ?? []))
      if (corrected !== undefined) declare(corrected)
      const check = await run('play', '--check')
      expect(tasks(check, 'failed').map(({ error }) => error)).toEqual([])
      expect(check.code, check.stdout.slice(-1000)).toBe(0)
      if (undo !== undefined) await onHost(undo)
    },
  )

  it('to its end: the host is converted, and converted back', async () => {
    for (const workers of ['mediaworker: 1, pusher: 1', '']) {
      declare(workers)
      const played = await run('play')
      expect(played.code, played.stdout.slice(-3000)).toBe(0)
      const verified = await run('verify')
      expect(verified.code, verified.stdout.slice(-3000)).toBe(0)
    }
  })
})
