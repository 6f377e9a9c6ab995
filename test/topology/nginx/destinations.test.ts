/** Where a `proxy_pass` leads, through variables, maps, upstreams and included files. */
import { expect, test } from 'vitest'
import type { Listener } from '../../../src/topology/model/listeners.ts'
import { editVhosts, findPasses } from '../../../src/topology/nginx/vhost.ts'

const loopback: Listener = { port: 8008, bind_addresses: ['127.0.0.1'] }
const everywhere: Listener = { port: 8008 }
const own = {
  addresses: ['127.0.0.1', '192.0.2.7'],
  names: ['127.0.1.1 hs.internal', '192.0.2.7 hs.lan', '192.0.2.9 db'],
}
const path = '/etc/nginx/sites-enabled/matrix'
const at = (target: string, more = '', inServer = '') =>
  `${more} server { ${inServer} location /_matrix { proxy_pass ${target}; } }\n`

function leads(text: string, listener: Listener = loopback): string {
  const [pass] = findPasses([{ path, text }], [listener], own)
  return pass?.destination.to ?? ''
}

const main = '127.0.0.1:8008'
test.each([
  ['a variable with one value', at('http://$x', '', `set $x ${main};`), 'synapse'],
  ['in braces, with the path of the request', at('http://$' + '{x}$request_uri', '', `set $x ${main};`), 'synapse'],
  ['a whole target in a variable', at('$x', '', `set $x "http://${main}";`), 'synapse'],
  ['a variable of a variable', at('http://$x', '', `set $port 8008; set $x 127.0.0.1:$port;`), 'synapse'],
  ['a variable that names an upstream', at('http://$x', `upstream m { server ${main}; }`, 'set $x m;'), 'synapse'],
  ['a variable for another program', at('http://$x:8096', '', 'set $x jellyfin;'), 'other'],
  ['a variable with two values', at('http://$x', '', `set $x ${main}; if ($arg_a) { set $x 127.0.0.1:9; }`), 'unclear'],
  ['a variable that only another server sets', at('http://$x', `server { set $x ${main}; }`), 'unclear'],
  ['a variable that nothing sets', at('http://127.0.0.1:$arg_port'), 'unclear'],
  ['a map', at('http://$x', `map $host $x { default ${main}; a.org localhost:8008; }`), 'synapse'],
  ['a map with another value', at('http://$x', `map $host $x { default ${main}; a.org 127.0.0.1:9; }`), 'unclear'],
  ['a server that is down', at('http://m', `upstream m { server ${main}; server 192.0.2.9:8008 down; }`), 'synapse'],
  ['a backup elsewhere', at('http://m', `upstream m { server ${main}; server 127.0.0.1:81 backup; }`), 'synapse'],
  ['only as a backup', at('http://m', `upstream m { server 127.0.0.1:81; server ${main} backup; }`), 'unclear'],
  ['two machines', at('http://m', `upstream m { server ${main}; server 192.0.2.9:8008; }`), 'unclear'],
  ['0.0.0.0', at('http://0.0.0.0:8008'), 'synapse'],
  ['a name of /etc/hosts', at('http://hs.internal:8008'), 'synapse'],
  ['a name of another machine', at('http://db:8008'), 'other'],
  ['a name that only DNS knows', at('http://matrix.example.org:8008'), 'unclear'],
  ['such a name with another port', at('http://matrix.example.org:3000'), 'other'],
  ['its own address, where Synapse does not listen', at('http://192.0.2.7:8008'), 'other'],
])('%s', (_name, text, expected) => expect(leads(text)).toBe(expected))

test.each([at('http://192.0.2.7:8008'), at('http://hs.lan:8008')])('a listener on all addresses: %s', text =>
  expect(leads(text, everywhere)).toBe('synapse'),
)

test("a listener of Synapse's own that speaks TLS is unclear", () => {
  const listener = { port: 8448, tls: true, bind_addresses: ['0.0.0.0'] }
  expect(leads(at('https://127.0.0.1:8448'), listener)).toBe('unclear')
  expect(leads(at('https://127.0.0.1:8449'), listener)).toBe('other')
})

test('stream {} is not HTTP', () => {
  const text = `stream { upstream m { server ${main}; } server { listen 1; proxy_pass m; } } http { ${at('http://m')} }`
  expect(findPasses([{ path: '/etc/nginx/nginx.conf', text }], [loopback], own)).toMatchObject([
    { destination: { to: 'other' } },
  ])
})

const snippet = '/etc/nginx/snippets/pass.conf'
const including = (set: string) => `server { set $x ${set}; location /_matrix { include snippets/pass.conf; } }\n`

test('a proxy_pass in an included file: what it lacks is added there, once', () => {
  const files = [
    { path: '/etc/nginx/nginx.conf', text: 'http { include sites-enabled/*; }' },
    { path: '/srv/vhost', text: including(main) + including(main), names: [path] },
    { path: snippet, text: 'proxy_pass http://$x;\n' },
  ]
  const [, vhost, edited] = editVhosts(files, [loopback], own)
  expect(vhost?.text).toBe(files[1]?.text)
  expect(edited).toMatchObject({ places: 1 })
  expect(edited?.text).toMatch(
    /^proxy_pass http:\/\/\$matrix_upstream;\ninclude snippets\/matrix-proxy\.conf;\nproxy_set/,
  )
  expect(edited?.text.match(/matrix-proxy/g)).toHaveLength(1)
})

test('a file that two servers include with different values is not edited', () => {
  const files = [
    { path, text: including(main) + including('127.0.0.1:9') },
    { path: snippet, text: 'proxy_pass http://$x;\n' },
  ]
  expect(findPasses(files, [loopback], own).map(({ destination }) => destination.to)).toEqual(['unclear', 'unclear'])
  expect(editVhosts(files, [loopback], own)[1]?.text).toBe(files[1]?.text)
})
