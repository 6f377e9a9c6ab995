import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { type Listener, mainAddress, withReplication } from '../../../src/topology/model/listeners.ts'

const edit = (text: string, media = false) => withReplication(text, { media })
const replication = `  - path: /run/matrix-synapse/replication.sock
    mode: 0660
    type: http
    resources:
      - names: [replication]
`

test('the replication socket is added behind what is there', () => {
  const text = 'listeners:\n  - port: 8008\n    resources:\n      - names: [client, federation]\n'
  expect(edit(text)).toBe(text + replication)
})

test('editing again changes nothing', () => {
  const once = edit(
    'listeners:\n- port: 8008\n  bind_addresses: ["::1", \'127.0.0.1\']\n  resources:\n  - {names: [client, federation, media], compress: no}\n',
  )
  expect(edit(once)).toBe(once)
})

const byHand: readonly [name: string, text: string][] = [
  ['a port', '  - {port: 9093, bind_address: 127.0.0.1, type: http, resources: [{names: [replication]}]}\n'],
  ['another socket', '  - path: /run/x.sock\n    type: http\n    resources:\n      - names: replication\n'],
]

test.each(byHand)('replication by %s goes', (_name, text) => {
  const main = '  - port: 8008\n    resources:\n      - names: [client, federation]\n'
  expect(edit(`listeners:\n${text}${main}`)).toBe(`listeners:\n${main}${replication}`)
})

const kept: readonly [name: string, text: string][] = [
  [
    'comments',
    '  - port: 8008 # for nginx\n    # and for bridges\n    resources:\n      - names: [client, federation]\n',
  ],
  ['metrics', '  - port: 9000\n    type: metrics\n    bind_addresses: [127.0.0.1]\n'],
  ['a manhole', '  - port: 9001\n    bind_addresses:\n      - 127.0.0.1\n    type: manhole\n'],
  ['octal modes', '  - path: /run/x.sock\n    mode: 0666\n    type: http\n    resources:\n      - names: [client]\n'],
  ['TLS', '  - port: 8448\n    tls: yes\n    type: http\n    resources:\n      - names: [federation]\n'],
  ['what swk has never heard of', '  - port: 1\n    new_key: {a: [1, 2]}\n'],
]

describe('kept as it is written', () => {
  test.each(kept)('%s', (_name, text) => {
    expect(edit(`listeners:\n${text}`)).toBe(`listeners:\n${text}${replication}`)
  })
})

const media: readonly [name: string, resources: string, left: unknown][] = [
  ['beside others', '- names: [client, media, federation]', [{ names: ['client', 'federation'] }]],
  ['in a resource of its own', '- names: [client]\n      - names: [media]', [{ names: ['client'] }]],
  ['as text', '- names: media\n      - names: [client]', [{ names: ['client'] }]],
  ['in quotes', '- names: ["media", "client"]', [{ names: ['client'] }]],
]

describe('media is taken off main', () => {
  test.each(media)('%s', (_name, resources, left) => {
    const text = `listeners:\n  - port: 8008\n    resources:\n      ${resources}\n`
    expect(parse(edit(text)).listeners[0].resources).toEqual(left)
  })

  test('but not where no worker serves media', () => {
    expect(edit('listeners:\n  - port: 1\n    resources:\n      - names: [media]\n', true)).toContain('[media]')
  })
})

test('what is no list is refused', () => {
  expect(() => edit('listeners: 8008\n')).toThrow('not a list')
})

const http = { type: 'http', resources: [{ names: ['client', 'federation'] }] }
const addresses: readonly [name: string, listeners: readonly Listener[], address: string][] = [
  ['IPv4 and IPv6', [{ ...http, port: 8008, bind_addresses: ['::1', '127.0.0.1'] }], '127.0.0.1:8008'],
  ['everything', [{ ...http, port: 8008 }], '127.0.0.1:8008'],
  ['IPv6 alone', [{ ...http, port: 8008, bind_addresses: ['::1'] }], '[::1]:8008'],
  ['an address of its own', [{ ...http, port: 8008, bind_addresses: ['10.0.0.7'] }], '10.0.0.7:8008'],
  ['a UNIX socket', [{ ...http, path: '/run/synapse.sock' }], '/run/synapse.sock'],
  [
    'behind metrics',
    [
      { port: 9000, type: 'metrics' },
      { ...http, port: 8009 },
    ],
    '127.0.0.1:8009',
  ],
  ['clients alone, of a closed server', [{ port: 8008, resources: [{ names: ['client'] }] }], '127.0.0.1:8008'],
  [
    'not that with TLS',
    [
      { ...http, port: 8448, tls: true },
      { ...http, port: 8008 },
    ],
    '127.0.0.1:8008',
  ],
]

describe('the gate leads to', () => {
  test.each(addresses)('%s', (_name, listeners, address) => expect(mainAddress(listeners)).toBe(address))
})

test('a Synapse without a listener for all is refused', () => {
  const [clients, servers] = ['client', 'federation'].map(name => ({ resources: [{ names: [name] }] }))
  const apart = [
    { ...clients, port: 8008 },
    { ...servers, port: 8009 },
  ]
  expect(() => mainAddress(apart)).toThrow('both clients and federation')
})
