/** Every way to main that passes by swk's routes is refused with its place, or reported if the playbook accepts it. */
import { expect, test } from 'vitest'
import { fourRoles } from '../support.ts'
import { check, file, type Host, homeserver } from './preflight-host.ts'

const listeners = (...more: readonly string[]): Host => ({
  files: [
    file(
      'homeserver.yaml',
      {
        server_name: 'server_name: example.org\n',
        listeners: `listeners:\n${[
          '{ port: 8008, bind_addresses: [127.0.0.1], resources: [{ names: [client, federation] }] }',
          ...more,
        ]
          .map(one => `  - ${one}\n`)
          .join('')}`,
      },
      { 'database.name': 'psycopg2' },
      ['database'],
    ),
  ],
})
const tls = '{ port: 8448, tls: true, bind_addresses: [0.0.0.0], resources: [{ names: [federation] }] }'
const lan = '{ port: 8009, bind_addresses: [192.0.2.7], resources: [{ names: [client] }] }'
const metrics = '{ port: 9000, type: metrics, bind_addresses: [192.0.2.7] }'
const accepted = { topology: `${fourRoles}  accept_direct_listeners: true\n` }
const reasons = (host: Host): string => {
  try {
    return `warned: ${check(host).join('\n')}`
  } catch (error) {
    return (error as Error).message
  }
}

test('listeners of main that others reach are refused, all at once', () => {
  const message = reasons(listeners(tls, lan, metrics))
  expect(message.split('\n')).toHaveLength(2)
  expect(message).toMatch(/homeserver\.yaml: the listener on port 8448 with `tls: true` is bound to 0\.0\.0\.0/)
  expect(message).toMatch(/port 8009 is bound to 192\.0\.2\.7 and reaches main directly; media of clients and of fed/)
})

test('accepted, they are warnings', () => {
  const message = reasons({ ...listeners(tls), ...accepted })
  expect(message).toMatch(/^warned: .*port 8448 with `tls: true`.*404/)
})

test('a plain listener on all addresses, as Synapse has it by default, is a warning', () => {
  const open = '{ port: 8009, resources: [{ names: [client] }] }'
  expect(reasons(listeners(open))).toMatch(/^warned: .*port 8009 is bound to 0\.0\.0\.0/)
})

test('a proxy_pass that is not understood is refused with its line, next to one that is', () => {
  const vhost = `server { location /_matrix/media { proxy_pass http://$nowhere; }
    location /_matrix { proxy_pass http://localhost:8008; }
    location /files { proxy_pass http://$elsewhere; } }`
  const message = reasons({ vhost })
  expect(message).toMatch(
    /^\/etc\/nginx\/sites-available\/matrix:1: `proxy_pass http:\/\/\$nowhere` may proxy to Synapse/,
  )
  expect(message).not.toContain('elsewhere')
  expect(reasons({ vhost, ...accepted })).toMatch(/^warned: .*matrix:1: .*\$nowhere/)
})

test('stream {} is refused with its line and port', () => {
  const nginx = {
    user: 'www-data',
    includes: ['/etc/nginx/nginx.conf', '/v'],
    proxying: ['/etc/nginx/nginx.conf', '/v'],
  }
  const conf =
    'http { include conf.d/*.conf; include /v; }\nstream { server { listen 8448 ssl; proxy_pass 127.0.0.1:8008; } }'
  const states = { 'path:/etc/nginx/nginx.conf': { text: conf }, 'path:/v': { text: vhost } }
  expect(reasons({ nginx, states })).toMatch(
    /^\/etc\/nginx\/nginx\.conf:2: `proxy_pass 127\.0\.0\.1:8008` in `stream \{\}` \(listen 8448\) reaches main/,
  )
})
const vhost = 'server { location /_matrix { proxy_pass http://localhost:8008; } }'

test('an nginx.conf without conf.d: the line to add', () => {
  const nginx = { user: 'www-data', includes: ['/etc/nginx/nginx.conf'], proxying: ['/etc/nginx/nginx.conf'] }
  const conf = (more: string) => ({ 'path:/etc/nginx/nginx.conf': { text: `http { ${more} ${vhost} }` } })
  expect(reasons({ nginx, states: conf('') })).toMatch(/does not include .* include \/etc\/nginx\/conf\.d\/\*\.conf;$/)
  expect(reasons({ nginx, states: conf('include "conf.d/*.conf";') })).toBe('warned: ')
})

test("a configuration that nginx rejects is refused in nginx's words, unless it is about swk's own files", () => {
  const nginx = { user: 'www-data', includes: ['/v'], proxying: ['/v'] }
  const states = { 'path:/v': { text: vhost } }
  expect(reasons({ nginx: { ...nginx, error: 'unknown directive "x" in /v:1' }, states })).toMatch(
    /rejects.*"x" in \/v:1/,
  )
  expect(reasons({ nginx: { ...nginx, error: 'unknown "matrix_upstream" variable' }, states })).toBe('warned: ')
})

test('an nginx that was started with another file is refused by its name', () => {
  const nginx = { user: 'www-data', includes: ['/v'], proxying: ['/v'], startedWith: '/etc/nginx/mine.conf' }
  expect(reasons({ nginx, states: { 'path:/v': { text: vhost } } })).toMatch(/`-c \/etc\/nginx\/mine\.conf`/)
})

test.each(['inactive', 'failed'])('an nginx that does not run (%s) is refused, since it would be started', active => {
  const nginx = { user: 'www-data', includes: ['/v'], proxying: ['/v'] }
  const states = { 'path:/v': { text: vhost }, 'unit:nginx.service': { active } }
  expect(reasons({ nginx, states })).toBe(`nginx.service does not run: it is ${active}`)
  expect(reasons({ nginx, states: { ...states, 'unit:nginx.service': { active: 'active' } } })).toBe('warned: ')
})

test('without nginx the way out is named; behind another proxy what media needs is a warning', () => {
  expect(() => check({ nginx: null })).toThrow(
    expect.objectContaining({ hint: expect.stringMatching(/`nginx: false`.*apache/) }),
  )
  const topology = `${fourRoles}  nginx: false\n  proxy_routes_media: true\n`
  const cautious = reasons({ nginx: null, topology: `${fourRoles}  nginx: false\n` })
  expect(cautious).toMatch(
    /^warned: `nginx: false`: .*main keeps the media repository until `proxy_routes_media: true`/,
  )
  expect(cautious).not.toMatch(/404/)
  expect(reasons({ nginx: null, topology })).toMatch(/^warned: `nginx: false`: .*404 .*swk topology --format apache/)
  expect(reasons({ ...listeners(lan), nginx: null, topology })).toMatch(/port 8009/)
})

test('a host as swk expects it has nothing to warn of', () => expect(reasons({ files: [homeserver] })).toBe('warned: '))
