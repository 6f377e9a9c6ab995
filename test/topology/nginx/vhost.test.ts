import { describe, expect, test } from 'vitest'
import type { Listener } from '../../../src/topology/model/listeners.ts'
import { editVhosts } from '../../../src/topology/nginx/vhost.ts'

const listeners: readonly Listener[] = [
  { port: 8008, type: 'http', bind_addresses: ['::1', '127.0.0.1'], resources: [{ names: ['client', 'federation'] }] },
  { path: '/run/synapse/main.sock', type: 'http', resources: [{ names: ['client'] }] },
]
const edit = (text: string) => editVhosts([{ path: '/etc/nginx/sites-available/matrix', text }], listeners)[0]
const headers =
  'proxy_set_header X-Forwarded-For $remote_addr; proxy_set_header X-Forwarded-Proto $scheme; proxy_set_header X-Request-ID $request_id; proxy_set_header Host $host;'
const include = 'include snippets/matrix-proxy.conf;'
const place = (target: string, more = '') =>
  `server { location ~ ^/_matrix { proxy_pass ${target};${more} ${headers} } }\n`
const routed = place('http://$matrix_upstream', `\n${include}`)

const leading: readonly [name: string, target: string][] = [
  ['localhost', 'http://localhost:8008'],
  ['IPv4', 'http://127.0.0.1:8008'],
  ['IPv6', 'http://[::1]:8008'],
  ['a UNIX socket', 'http://unix:/run/synapse/main.sock'],
  ['the request as it came', 'http://localhost:8008$request_uri'],
  ['what is routed already', 'http://$matrix_upstream'],
]

describe('leads to Synapse', () => {
  test.each(leading)('%s', (_name, target) => {
    const edited = edit(place(target))
    expect(edited?.text).toBe(routed)
    expect(edited?.places).toBe(1)
  })

  test('in quotes', () => {
    expect(edit(place('"http://localhost:8008"'))?.text).toBe(routed)
  })

  test('a variable that a map sets to nothing but such', () => {
    const map = (other: string) =>
      `upstream one { server 127.0.0.1:8008; } map $arg_since $to { default one; "" ${other}; }\n`
    expect(edit(map('localhost:8008') + place('http://$to'))?.text).toBe(map('localhost:8008') + routed)
    expect(edit(map('localhost:9000') + place('http://$to'))?.places).toBe(0)
  })

  test('an upstream whose servers are all listeners of Synapse', () => {
    const upstream = 'upstream synapse { server 127.0.0.1:8008; keepalive 8; }\n'
    expect(edit(upstream + place('http://synapse'))?.text).toBe(upstream + routed)
  })
})

const others: readonly [name: string, target: string][] = [
  ['another port', 'http://localhost:8080'],
  ['another host', 'http://10.0.0.9:8008'],
  ['another socket', 'http://unix:/run/other.sock'],
  ['TLS', 'https://localhost:8008'],
  ['a variable', 'http://$backend'],
  ['an upstream that is not there', 'http://synapse'],
]

describe('does not lead to Synapse, and stays', () => {
  test.each(others)('%s', (_name, target) => {
    const edited = edit(place(target))
    expect(edited?.text).toBe(place(target))
    expect(edited?.places).toBe(0)
  })
})

describe('a target with a path is refused, with its line', () => {
  test.each(['http://localhost:8008/', 'http://localhost:8008/_matrix/', 'http://unix:/run/synapse/main.sock:/'])(
    '%s',
    target => {
      expect(() => edit(`server {\n  location /_matrix {\n    proxy_pass ${target};\n  }\n}\n`)).toThrow('matrix:3:')
    },
  )
})

test('comments, spacing and all other locations stay byte for byte', () => {
  const text = `# proxy_pass http://localhost:8008;
server {
\tlisten 443 ssl;   # mine
    location / { root /var/www; }
    location /app/ { proxy_pass http://localhost:3000/; }
    location ~ "^/(_matrix|_synapse/client)" {
        proxy_pass   http://localhost:8008 ;  # Synapse
        ${headers}
        client_max_body_size 50M;
    }
    if ($host = "a;b}c") { return 301 https://$host$request_uri; }
}
`
  const expected = text.replace('http://localhost:8008 ;', `http://$$matrix_upstream;\n        ${include}`)
  expect(edit(text)?.text).toBe(expected)
})

test('several places of several servers', () => {
  const edited = edit(place('http://localhost:8008') + place('http://[::1]:8008'))
  expect(edited?.text).toBe(routed + routed)
  expect(edited?.places).toBe(2)
})

describe('headers that Synapse needs', () => {
  const bare = 'server {\n  location /_matrix {\n    proxy_pass http://localhost:8008;\n  }\n}\n'

  const added = (...lines: readonly string[]) =>
    ['$$matrix_upstream;', include, ...lines.map(line => line.replaceAll('$', '$$'))].join('\n    ')
  const all = [
    'X-Forwarded-For $remote_addr',
    'X-Forwarded-Proto $scheme',
    'X-Request-ID $request_id',
    'Host $host:$server_port',
  ].map(header => `proxy_set_header ${header};`)

  test('none set: all are added, once', () => {
    const once = edit(bare)?.text ?? ''
    expect(once).toBe(bare.replace('localhost:8008;', added(...all)))
    expect(edit(once)?.text).toBe(once)
  })

  test('two missing: two lines', () => {
    const text = bare.replace(
      '8008;',
      '8008;\n    proxy_set_header X-Forwarded-For $remote_addr;\n    proxy_set_header Host $host;',
    )
    expect(edit(text)?.text).toBe(
      text.replace(
        'localhost:8008;',
        added('proxy_set_header X-Forwarded-Proto $scheme;', 'proxy_set_header X-Request-ID $request_id;'),
      ),
    )
  })

  test('those of the server are inherited', () => {
    const text = `server {\n  ${headers}\n  location /_matrix {\n    proxy_pass http://localhost:8008;\n  }\n}\n`
    expect(edit(text)?.text).toBe(text.replace('localhost:8008;', added()))
  })

  test('where one is added, those that were inherited are repeated', () => {
    const text =
      'server {\n  proxy_set_header Host $host;\n  location /_matrix {\n    proxy_pass http://localhost:8008;\n  }\n}\n'
    const [forwardedFor = '', scheme = '', id = ''] = all
    expect(edit(text)?.text).toBe(
      text.replace('localhost:8008;', added('proxy_set_header Host $host;', forwardedFor, scheme, id)),
    )
    const once = edit(text)?.text ?? ''
    expect(edit(once)?.text).toBe(once)
  })

  test("a user's own include of proxy settings is trusted", () => {
    const text = bare.replace('8008;', '8008;\n    include proxy_params;')
    expect(edit(text)?.text).toBe(text.replace('localhost:8008;', added('proxy_set_header X-Request-ID $request_id;')))
    const ofServer = text
      .replace('proxy_pass', 'x off; } include proxy_params; location /y { proxy_pass')
      .replace(/include proxy_params;\n {2}}/, '}')
    expect(edit(ofServer)?.text).toBe(ofServer.replace('localhost:8008;', added()))
  })
})

describe('what its owner has set stays, and only the rest is added', () => {
  const place = (target: string, within: string, server = '') =>
    `server {${server} location / {\n  proxy_pass ${target};${within} ${headers} } }\n`
  const from = (within: string, server?: string) => edit(place('http://localhost:8008', within, server))?.text
  const to = (within: string, server?: string) => place('http://$matrix_upstream', within, server)

  test.each([
    [' proxy_next_upstream off;', '', '\n  proxy_read_timeout 600s;'],
    [' proxy_read_timeout 1h;', '', '\n  proxy_next_upstream error http_502;'],
    ['', ' proxy_read_timeout 1h;', '\n  proxy_next_upstream error http_502;'],
    [' proxy_read_timeout 1h; proxy_next_upstream off;', '', ''],
  ])('in the location %j, in the server %j', (within, server, added) => {
    expect(from(within, server)).toBe(to(added + within, server))
    expect(edit(to(added + within, server))?.text).toBe(to(added + within, server))
  })
})

describe('what its owner has set in another file stays too', () => {
  const path = '/etc/nginx/sites-available/matrix'
  const timeout = (path: string, text = 'proxy_read_timeout 1h;\n') => ({ path, text })
  const place = (target: string, within: string, added: string) =>
    `server { location / {\n  proxy_pass ${target};${added}${within} ${headers} } }\n`
  const retries = '\n  proxy_next_upstream error http_502;'

  test.each([
    ['an include of the location', ' include snippets/mine.conf;', timeout('/etc/nginx/snippets/mine.conf'), retries],
    ['one by a pattern', ' include /etc/nginx/m*/*.conf;', timeout('/etc/nginx/mine/a.conf'), retries],
    ['conf.d, which is of all', '', timeout('/etc/nginx/conf.d/mine.conf'), retries],
    ['nginx.conf', '', timeout('/etc/nginx/nginx.conf', 'http { proxy_read_timeout 1h; }'), retries],
    ['one that another place includes', '', timeout('/etc/nginx/snippets/mine.conf'), `\n  ${include}`],
    ['another server', '', timeout('/etc/nginx/conf.d/x.conf', 'server { proxy_read_timeout 1h; }'), `\n  ${include}`],
  ])('%s', (_name, within, file, added) => {
    const [edited] = editVhosts([{ path, text: place('http://localhost:8008', within, '') }, file], listeners)
    expect(edited?.text).toBe(place('http://$matrix_upstream', within, added))
  })
})

describe('the log of requests', () => {
  const ours = 'access_log /var/log/nginx/matrix.log matrix if=$matrix_is_logged;'
  const server = (log: string, more = '') =>
    `server {\n  ${log}\n  location / { ${more}proxy_pass http://$matrix_upstream; ${include} ${headers} }\n}\n`

  test('stands beside that of a server, whose own log stays', () => {
    const own = 'access_log /var/log/nginx/hs1.log;'
    expect(edit(server(own))?.text).toBe(server(`${own}\n  ${ours}`))
    expect(edit(server(`${own}\n  ${ours}`))?.text).toBe(server(`${own}\n  ${ours}`))
  })

  test('is asked for once by a server with several places', () => {
    const places = (log: string) =>
      `server {\n  ${log}\n${place('http://$matrix_upstream', `\n${include}`).repeat(2)}}\n`
    expect(edit(places('access_log a;'))?.text).toBe(places(`access_log a;\n  ${ours}`))
  })

  test('is inherited where nobody else has one, and is off where that is off', () => {
    expect(edit(server(''))?.text).toBe(server(''))
    expect(edit(server('access_log off;'))?.text).toBe(server('access_log off;'))
    expect(edit(server('access_log a;', 'access_log off; '))?.text).toBe(server('access_log a;', 'access_log off; '))
  })
})

test('inside `if` nothing is added, since nginx would not have it', () => {
  const within = (target: string) => `server { location / { if ($arg_x) { proxy_pass ${target}; } } }\n`
  expect(edit(within('http://localhost:8008'))?.text).toBe(within('http://$matrix_upstream'))
})

describe('what nginx would not read is refused', () => {
  test.each(['server {', 'server { } }', 'server { location / { proxy_pass "x; } }', 'server { listen 80 }'])(
    '%s',
    text => {
      expect(() => edit(text)).toThrow('/etc/nginx/sites-available/matrix: ')
    },
  )
})

test('Lua and quoted braces do not confuse', () => {
  const text = `server { location /x { content_by_lua_block { local t = { a = "}" and 1 } } } }\n`.replace(
    '"}" and ',
    '',
  )
  expect(edit(text + place('http://localhost:8008'))?.text).toBe(text + routed)
})
