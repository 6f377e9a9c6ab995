/** What hosts answer -> states, by table. */
import { describe, expect, test } from 'vitest'
import { kindOf, kinds } from '../../src/resources/index.ts'
import { type Ref, refKey } from '../../src/resources/kind.ts'

const read = (kind: string, output: string | Buffer, ids: readonly string[], need?: Ref['need']) => {
  const refs = ids.map((id): Ref => ({ kind, id, ...(need ? { need } : {}) }))
  const found = kindOf(kind).read(Buffer.from(output), refs)
  return refs.map(ref => found.get(refKey(ref)) ?? null)
}

test('a kind that there is not is named, with those that there are', () => {
  expect(() => kindOf('pakage')).toThrow(/"pakage" is not a resource kind; expected one of package, /)
  for (const [name, kind] of kinds) expect(kind.name).toBe(name)
})

describe('package', () => {
  test.each([
    ['installed', true],
    ['triggers-awaited', true],
    ['config-files', false],
    ['half-configured', false],
    ['unpacked', false],
    ['not-installed', false],
  ])('%s', (status, isThere) => {
    expect(read('package', `jq\tamd64\t${status}\t1.6\n`, ['jq', 'jq:amd64', 'jq:arm64'])).toEqual(
      isThere ? [{ installed: true, version: '1.6' }, { installed: true, version: '1.6' }, null] : [null, null, null],
    )
  })

  test('the candidate is what apt-cache says, null where no source has it', () => {
    const policy = (candidate: string) =>
      `jq\tamd64\tinstalled\t1.6\n\njq:\n  Installed: 1.6\n  Candidate: ${candidate}\n  Version table:\n *** 1.6 500\n`
    expect(read('package', policy('1.7'), ['jq'], 'content')).toMatchObject([{ version: '1.6', candidate: '1.7' }])
    expect(read('package', policy('(none)'), ['jq'], 'content')).toMatchObject([{ candidate: null }])
    expect(read('package', `\njq:\n  Installed: (none)\n  Candidate: 1.7\n`, ['jq'], 'content')).toEqual([null])
  })
})

describe('apt-cache', () => {
  test.each([
    ['fetched a minute ago', '1000\nstamp 940\nstamp 500\nsource 100.5\nlists\n', 60],
    ['never fetched', '1000\nstamp 940\nsource 100.5\n', null],
    ['a source was added since', '1000\nstamp 940\nsource 950.25\nlists\n', null],
    ['a clock that went back', '1000\nstamp 1200\nlists\n', 0],
  ])('%s', (_name, output, age) => expect(read('apt-cache', output, [''])).toEqual([{ age }]))
})

describe('user and group', () => {
  const passwd = 'syn:x:998:65534:Matrix, Synapse:/var/lib/matrix-synapse:/usr/sbin/nologin\n'
  const groups = 'nogroup:x:65534:\nredis:x:105:b,syn\nclub:x:999:syn\nredis2:x:106:syn2\n'

  test('supplementary groups are sorted, the primary one is by its name', () => {
    expect(read('user', `${passwd}\n${groups}`, ['syn', 'nobody'])).toEqual([
      {
        uid: 998,
        group: 'nogroup',
        gid: 65534,
        comment: 'Matrix, Synapse',
        home: '/var/lib/matrix-synapse',
        shell: '/usr/sbin/nologin',
        groups: ['club', 'redis'],
      },
      null,
    ])
  })

  test('nobody of those asked for is there', () => expect(read('user', `\n${groups}`, ['x'])).toEqual([null]))

  test('members are sorted; a group may have none', () => {
    expect(read('group', groups, ['redis', 'nogroup', 'x'])).toEqual([
      { gid: 105, members: ['b', 'syn'] },
      { gid: 65534, members: [] },
      null,
    ])
    expect(read('group', `${groups}\nann:65534\nbob:65534\n`, ['nogroup'])).toEqual([
      { gid: 65534, members: [], primaryOf: ['ann', 'bob'] },
    ])
  })
})

test('statoverride: modes have four digits, paths may have blanks', () => {
  const output = 'root adm 755 /srv/a b\nroot messagebus 4754 /usr/lib/x\n'
  expect(read('statoverride', output, ['/srv/a b', '/usr/lib/x', '/srv/a'])).toEqual([
    { owner: 'root', group: 'adm', mode: '0755' },
    { owner: 'root', group: 'messagebus', mode: '4754' },
    null,
  ])
})

test('port: addresses of version 4 and 6, and clients of listeners only', () => {
  const output = [
    '   0: 0100007F:18EB 00000000:0000 0A 00000000:00000000 00:00000000 00000000   105        0 1',
    '   1: 0100007F:18EB 0100007F:C001 01 00000000:00000000 00:00000000 00000000   105        0 2',
    '   2: 0100007F:1F90 0100007F:C002 01 00000000:00000000 00:00000000 00000000   105        0 3',
    '   0: 00000000000000000000000001000000:18EB 00000000000000000000000000000000:0000 0A 0',
  ].join('\n')
  expect(read('port', output, ['6379', '8080'])).toEqual([{ addresses: ['127.0.0.1', '::1'], clients: 1 }, null])
})

describe('path', () => {
  const answer = (...fields: string[]) => `${fields.join('\0')}\0`
  test('fields and content by length, whatever the content is', () => {
    const output = Buffer.concat([
      Buffer.from(answer('a', '', '', '', '', '', '', '', '', '', '', '-')),
      Buffer.from(answer('f', '0644', 'root', 'adm', '5', 'HASH', '', '', '', '', '', '5')),
      Buffer.from('a\0\0b\n'),
      Buffer.from(answer('f', '0644', 'root', 'adm', '3', 'HASH', 'f', '/real', '', '', '', '3')),
      Buffer.from('a\0'),
    ])
    expect(() => read('path', output.subarray(0, 30), ['/a', '/b', '/c', '/d'])).toThrow(RangeError)
    const [absent, binary, link] = read('path', output, ['/a', '/b', '/c'])
    expect(absent).toBeNull()
    expect(binary).toMatchObject({ type: 'file', size: 5, text: null })
    expect(binary?.sha256).toMatch(/^[0-9a-f]{64}$/)
    expect(link).toMatchObject({ type: 'file', target: 'f', resolved: '/real' })
  })

  test.each([
    ['a file, not sent', answer('f', '0600', 'a', 'b', '9', 'H', '', '', '', '', '', '-'), { sha256: 'H', size: 9 }],
    ['a large file', answer('f', '0600', 'a', 'b', '9', 'H', '', '', '', '', '', 'x'), { sha256: 'H', text: null }],
    ['a barred link', answer('l', '0777', 'a', 'b', '9', '', '/t', '', '/l', '', '', '-'), { type: 'link', via: '/l' }],
    [
      'two names',
      answer('f', '0600', 'a', 'b', '9', 'H', '', '', '', '2 hard links', '', '-'),
      { sha256: 'H', held: '2 hard links' },
    ],
    [
      'a directory around a mount',
      answer('d', '0755', 'a', 'b', '9', '', '', '', '', 'immutable', 'a mount point /x/y', '-'),
      { held: 'immutable', inside: 'a mount point /x/y' },
    ],
    [
      'owners with a number',
      answer('d', '0755', 'a:1000', 'root', '9', '', '', '', '', '', '', '-'),
      { owner: 'a', uidOf: 'a:1000', group: 'root' },
    ],
    ['not to be seen', answer('u', '', '', '', '', '', '', '', '', '', '', '-'), { type: 'unreadable' }],
  ])('%s', (_name, output, state) => expect(read('path', output, ['/x'])).toMatchObject([state]))
})

describe('http', () => {
  const answer = (raw: string, error = '') => `${error}\0${Buffer.byteLength(raw)}\0${raw}`
  test.each([
    [
      'plain',
      answer('HTTP/1.1 200 OK\r\nServer: x\r\n\r\nbody'),
      { status: 200, body: 'body', server: 'x', error: null },
    ],
    [
      'after a 100',
      answer('HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 204 No\r\nA: b\r\n\r\n'),
      { status: 204, headers: 'A: b' },
    ],
    [
      'chunks',
      answer('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3;x=y\r\na\r\n\r\n1\r\nb\r\n0\r\n\r\n'),
      { body: 'a\r\nb' },
    ],
    ['cut in a chunk', answer('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nff\r\nabc'), { body: 'abc' }],
    ['nobody there', answer('', 'refused'), { status: 0, error: 'refused' }],
    ['not HTTP', answer('SSH-2.0-x\r\n'), { status: 0, error: 'the answer is not HTTP' }],
  ])('%s', (_name, output, state) => expect(read('http', output, ['{}'])).toMatchObject([state]))
})
