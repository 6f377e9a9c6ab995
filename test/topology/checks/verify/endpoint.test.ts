import { expect, test } from 'vitest'
import { entrances } from '../../../../src/topology/checks/verify/endpoint.ts'
import { monolith } from '../../../../src/topology/model/deployment.ts'
import { findEndpoints } from '../../../../src/topology/nginx/endpoint.ts'
import { factsWith, observedOf } from '../../support.ts'

const pass = 'proxy_pass http://$matrix_upstream;'
const [door] = findEndpoints(
  [
    {
      path: '/etc/nginx/sites-available/a',
      text: `server { listen 443 ssl; server_name a.org; location / { ${pass} } }
     server { listen 80; server_name a.org;
       location / { return 404; }
       location = /_matrix/exact { ${pass} }
       location ^~ /_matrix/media { return 403; }
       location ~* ^/_MATRIX { ${pass} }
       location /_synapse { location /_synapse/client { ${pass} } }
     }`,
    },
  ],
  'a.org',
)

test('a plain port is asked before one with TLS', () =>
  expect(door).toMatchObject({ port: 80, tls: false, host: 'a.org' }))

test.each([
  ['/_matrix/exact', true],
  ['/_matrix/client/v3/sync', true],
  ['/_matrix/media/v3/upload', false],
  ['/_synapse/client/pick_idp', true],
  ['/_synapse/admin/v1/rooms', false],
  ['/other', false],
])('%s is led to Synapse: %s', (path, leads) => expect(door?.leads(path)).toBe(leads))

const nginx = { user: 'www-data', defaultLog: false }
const other = { ...monolith, proxy: 'other' as const }
const baseUrl = (url: string) => [
  { path: '/a.yaml', keys: ['public_baseurl'], texts: { public_baseurl: `public_baseurl: ${url}\n` }, picks: {} },
]

test('in the place of nginx the public address is asked, on this host where somebody listens', () => {
  const facts = factsWith({ files: baseUrl('https://matrix.a.org:8443/') })
  const listens = observedOf({ 'port:8443': { addresses: ['0.0.0.0'], clients: 0 } })
  expect(entrances(other, facts, listens)).toMatchObject([
    { address: '127.0.0.1', port: 8443, tls: true, host: 'matrix.a.org' },
  ])
  expect(entrances(other, facts, observedOf({}))).toMatchObject([{ address: 'matrix.a.org', port: 8443 }])
})

test('without a public address it is what listens on 443 or 80, and else nobody is guessed', () => {
  const facts = factsWith({ serverName: 'a.org' })
  const http = observedOf({ 'port:80': { addresses: ['::'], clients: 0 } })
  expect(entrances(other, facts, http)).toMatchObject([{ address: '::1', port: 80, tls: false, host: 'a.org' }])
  expect(entrances(other, facts, observedOf({}))).toEqual([])
})

test('a monolith is asked where another proxy listens in the place of a stopped nginx, and else at the vhosts of that', () => {
  const vhost = `server { listen 443; server_name a.org; location / { ${pass} } }`
  const facts = factsWith({ serverName: 'a.org', nginx: { ...nginx, includes: ['/v'], proxying: ['/v'] } })
  const stopped = { 'path:/v': { text: vhost }, 'unit:nginx.service': { active: 'inactive' } }
  const proxied = { ...stopped, 'port:80': { addresses: ['::'], clients: 0 } }
  const portsOf = (states: Parameters<typeof observedOf>[0]) =>
    entrances(monolith, facts, observedOf(states)).map(({ port }) => port)
  expect(portsOf(proxied)).toEqual([80])
  expect(portsOf(stopped)).toEqual([443])
  expect(portsOf({ ...proxied, 'unit:nginx.service': { active: 'active' } })).toEqual([443])
})

test('an entrance that wants more than a request is reported, not asked', () => {
  const text = `server { listen 443 ssl; listen 443 quic; listen 8448 ssl proxy_protocol; ssl_verify_client on; location / { ${pass} } }`
  const found = findEndpoints([{ path: '/etc/nginx/sites-available/a', text }], 'a.org')
  expect(found.map(({ port, obstacle }) => [port, obstacle])).toEqual([
    [443, 'a client certificate (`ssl_verify_client on`)'],
    [8448, 'the PROXY protocol'],
  ])
})
