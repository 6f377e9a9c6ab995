/** The files of nginx's configuration are those that nginx itself reads, however it includes them. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { LabHost } from '../../../src/lab/index.ts'
import { type NginxState, nginxKind } from '../../../src/resources/nginx/index.ts'
import { must, proxyHost, put } from './routing/stubs.ts'

let host: LabHost
beforeAll(async () => {
  host = await proxyHost('nginx-files', ['nginx-light'])
  await must(host, 'systemctl start nginx')
})
afterAll(() => host?.stop())

async function probe(): Promise<{ nginx: NginxState | null; texts: ReadonlyMap<string, unknown> }> {
  const { stdout } = await host.run(nginxKind.probe([{ kind: 'nginx', id: '' }]))
  const states = nginxKind.read(Buffer.from(stdout), [])
  const texts = new Map([...states].filter(([key]) => key !== 'nginx:').map(([key, state]) => [key, state?.text]))
  return { nginx: states.get('nginx:') as NginxState | null, texts }
}

test('all includes are followed: quoted globs, several on a line, spaces in names, links', async () => {
  const pass = 'proxy_pass http://127.0.0.1:8008;\n'
  await put(host, '/etc/nginx/snippets/matrix pass.conf', pass)
  await put(host, '/srv/vhosts/a.vhost', "server { listen 81; location / { include 'snippets/matrix pass.conf'; } }\n")
  await put(host, '/srv/vhosts/b.vhost', 'server { listen 82; return 404; }\n')
  await put(
    host,
    '/etc/nginx/nginx.conf',
    'user www-data;\nevents {}\nhttp { include mime.types; include "/srv/vhosts/[ab].vhost"; include sites-enabled/*; }\n',
  )
  await put(host, '/srv/linked', 'server { listen 83; location / { proxy_pass http://127.0.0.1:9000; } }\n')
  await must(host, 'ln -sf /srv/linked /etc/nginx/sites-enabled/linked && nginx -t')
  const { nginx, texts } = await probe()
  expect(nginx?.error).toBe(null)
  expect(nginx?.includes).toEqual([
    '/etc/nginx/nginx.conf',
    '/etc/nginx/mime.types',
    '/srv/vhosts/a.vhost',
    '/etc/nginx/snippets/matrix pass.conf',
    '/srv/vhosts/b.vhost',
    '/etc/nginx/sites-enabled/linked',
  ])
  expect(nginx?.realPaths?.at(-1)).toBe('/srv/linked')
  expect(texts.get('path:/etc/nginx/snippets/matrix pass.conf')).toBe(pass)
  expect(nginx?.proxying).toContain('/srv/linked')
  expect(nginx?.proxying).not.toContain('/etc/nginx/mime.types')
})

test("the host's own addresses and the names in /etc/hosts are read", async () => {
  await must(host, 'echo "127.0.1.1 synapse.internal synapse" >> /etc/hosts')
  const { nginx } = await probe()
  expect(nginx?.addresses).toContain(host.address)
  expect(nginx?.names).toContain('127.0.1.1 synapse.internal')
})

test('without `user` its workers run as nginx was built for; a file that it was started with is told', async () => {
  expect((await probe()).nginx?.startedWith).toBe(undefined)
  await put(host, '/etc/nginx/nginx.conf', 'events {}\nhttp { include "/srv/vhosts/[ab].vhost"; }\n')
  const unit =
    '[Service]\nExecStart=\nExecStart=/usr/sbin/nginx -c /etc/nginx/mine.conf -g "daemon on; master_process on;"\n'
  await put(host, '/etc/systemd/system/nginx.service.d/mine.conf', unit)
  await must(host, 'cp /etc/nginx/nginx.conf /etc/nginx/mine.conf; systemctl daemon-reload; systemctl restart nginx')
  const { nginx } = await probe()
  expect(nginx).toMatchObject({ user: 'www-data', startedWith: '/etc/nginx/mine.conf' })
})

test("a configuration that nginx rejects: nginx's own error, and the files as far as they can be followed", async () => {
  await put(host, '/srv/vhosts/b.vhost', 'server { listen 82; proxy_pas x; }\n')
  const { nginx } = await probe()
  expect(nginx?.error).toMatch(/unknown directive "proxy_pas" in \/srv\/vhosts\/b\.vhost:1/)
  expect(nginx?.includes).toContain('/srv/vhosts/a.vhost')
})

test('without nginx there is no state', async () => {
  await must(
    host,
    'DEBIAN_FRONTEND=noninteractive apt-get purge -q -y nginx-light nginx-common; apt-get -q -y autoremove',
  )
  expect((await probe()).nginx).toBe(null)
})
