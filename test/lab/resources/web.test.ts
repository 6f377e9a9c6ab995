/** HTTP from the host over TCP and UNIX sockets; a set of nginx's files that takes effect together or not at all. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type LabHost, up } from '../../../src/lab/index.ts'
import { kindOf } from '../../../src/resources/index.ts'
import type { Want } from '../../../src/resources/kind.ts'
import { canonical } from '../../../src/sdk/content.ts'
import { connect } from '../../../src/transport/connect.ts'
import type { Session } from '../../../src/transport/session.ts'
import { spec } from '../transport/rig.ts'
import { bring, converge, fileWant, said, see, seeAll } from './bench.ts'

let host: LabHost
let session: Session
beforeAll(async () => {
  host = await up({ name: 'resources-web', image: 'base' })
  session = await connect(spec(host))
  await bring(session, [{ kind: 'apt-cache', id: '', state: { fresh: true } }])
  await converge(session, {
    kind: 'package',
    id: 'nginx-light',
    state: { installed: true },
    how: { recommends: false },
  })
  await converge(session, fileWant('/etc/nginx/conf.d/t.conf', site))
  await converge(session, fileWant('/srv/chunks.pl', chunks))
  await host.run(
    'head -c 300000 /dev/zero | tr "\\0" x >/var/www/html/big; systemctl reload nginx; perl /srv/chunks.pl >/dev/null 2>&1 &',
  )
})
afterAll(async () => {
  await session?.close()
  await host?.stop()
})

const site = `server {
  listen 8081; listen unix:/run/t.sock; root /var/www/html; default_type application/json;
  location /say { return 200 '{"method":"$request_method","header":"$http_x_test","args":"$args"}'; }
  location /no { return 403 "no"; }
  location /post { client_body_buffer_size 1m; proxy_pass http://127.0.0.1:8082; }
}\n`

/** A server that answers in chunks, keeps the connection open, and with the body that it got. */
const chunks = `use IO::Socket::INET;
my $l = IO::Socket::INET->new(LocalPort => 8082, Listen => 9, ReuseAddr => 1) or die;
while (my $c = $l->accept) {
  if (!fork) {
    my $head = "";
    $head .= $_ while defined($_ = <$c>) && $_ ne "\\r\\n";
    my ($n) = $head =~ /content-length: (\\d+)/i;
    read $c, my $body, $n || 0;
    sleep 60 if $head =~ m{ /slow};
    print $c "HTTP/1.1 200 OK\\r\\nServer: chunks\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\n", map { sprintf "%x\\r\\n%s\\r\\n", length, $_ } "ab\\r\\n", "0\\r\\n\\r\\n", $body || "-";
    print $c "0\\r\\n\\r\\n"; $c->flush; sleep 60; exit;
  }
}\n`

const get = (url: string, more: object = {}) => ({
  kind: 'http',
  id: canonical({ url, method: 'GET', headers: {}, timeout: 3, ...more }),
})

test('answers over TCP and UNIX sockets, whole, in chunks, without a body', async () => {
  const asked = [
    get('http://127.0.0.1:8081/say?a=%20b', { headers: { 'X-Test': "it's $x" } }),
    get('http://localhost/say', { socket: '/run/t.sock', method: 'HEAD' }),
    get('http://localhost:8081/no'),
    get('http://[::1]:8082/x'),
    get('http://127.0.0.1:8082/x'),
    get('http://127.0.0.1:8081/big'),
    get('http://127.0.0.1:8082/slow', { timeout: 1 }),
    get('http://localhost/', { socket: '/run/none.sock' }),
    get('http://no-such-host.invalid/'),
  ]
  const from = Date.now()
  const answers = [...(await seeAll(session, asked)).values()]
  expect(Date.now() - from).toBeLessThan(6000)
  expect(answers[0]).toMatchObject({ status: 200, error: null, server: expect.stringContaining('nginx') })
  expect(JSON.parse(String(answers[0]?.body))).toEqual({ method: 'GET', header: "it's $x", args: 'a=%20b' })
  expect(answers[1]).toMatchObject({ status: 200, body: '' })
  expect(answers[2]).toMatchObject({ status: 403, body: 'no' })
  expect(answers[3]).toMatchObject({ status: 0, error: expect.stringContaining('Connection refused') })
  expect(answers[4]).toMatchObject({ status: 200, body: 'ab\r\n0\r\n\r\n-', server: 'chunks' })
  expect(answers[5]?.body).toBe('x'.repeat(262_144))
  expect(answers[6]).toMatchObject({ status: 0, error: 'no answer within 1 s' })
  expect(answers[7]).toMatchObject({ status: 0, error: expect.stringContaining('/run/none.sock') })
  expect(answers[8]?.status).toBe(0)
})

test('a request that changes something sends its body, and its status decides', async () => {
  const of = (status: number[]): Want => ({
    kind: 'http-request',
    id: canonical({
      url: 'http://127.0.0.1:8082/post',
      method: 'POST',
      headers: {},
      timeout: 5,
      status,
      content: true,
    }),
    state: { done: true },
    secret: 'ü\0secret',
  })
  const right = of([200])
  const { replies } = await bring(session, [right])
  expect(replies.map(({ rc }) => rc)).toEqual([0])
  expect(kindOf('http-request').result?.(replies, right)).toMatchObject({
    status: 200,
    content: 'ab\r\n0\r\n\r\nü\0secret',
  })
  const wrong = await bring(session, [of([201, 404])])
  expect(wrong.replies[0]?.rc).toBe(1)
  expect(said(wrong)).toContain('status 200, expected 201 or 404')
})

test('nginx accepts a whole set, or nothing of it is written', async () => {
  const together = { name: 'nginx', overlay: ['/etc/nginx'], check: [['nginx', '-t', '-q']] }
  const set = (upstream: string): Want[] => [
    fileWant('/etc/nginx/conf.d/a.conf', `upstream ${upstream} { server unix:/run/a.sock; }\n`, {}, { together }),
    fileWant(
      '/etc/nginx/sites-available/b',
      'server { listen 8083; location / { proxy_pass http://pool; } }\n',
      {},
      { together },
    ),
    { kind: 'path', id: '/etc/nginx/sites-enabled/b', state: { target: '../sites-available/b' }, together },
    { kind: 'path', id: '/etc/nginx/sites-enabled/default', state: null, together },
  ]
  const look = 'cd /etc/nginx; find . -printf "%p %m %i %T@\\n" | sort; ls /run/swk.* | grep -c rehearsal'
  const before = (await host.run(look)).stdout
  const failed = await bring(session, set('pull'))
  expect(said(failed)).toMatch(
    /host not found in upstream "pool" in \/etc\/nginx\/sites-enabled\/b:1[\s\S]*nothing was changed/,
  )
  expect((await host.run(look)).stdout).toBe(before)
  const from = Date.now()
  expect(said(await bring(session, set('pool')))).toBe('')
  expect(Date.now() - from).toBeLessThan(3000)
  expect((await host.run('nginx -t 2>&1; ls /etc/nginx/sites-enabled')).stdout).toMatch(/successful\nb\n/)
})

test('who is not root is told what he may not see, never that it is not there', async () => {
  const own = await connect(spec(host, { user: 'operator' }))
  try {
    await host.run('mkdir -m 700 /srv/closed; echo x >/srv/closed/f; echo x >/srv/hidden; chmod 600 /srv/hidden')
    const paths = ['/srv/closed/f', '/srv/closed/nope', '/srv/hidden', '/home/operator/new', '/srv/nope']
    const seen = [
      ...(
        await seeAll(
          own,
          paths.map(id => ({ kind: 'path', id, need: 'content' })),
        )
      ).values(),
    ]
    expect(seen.map(state => state?.type)).toEqual(['unreadable', 'unreadable', 'file', undefined, undefined])
    expect(seen[2]).toMatchObject({ text: null, mode: '0600' })
    expect(await converge(own, fileWant('/home/operator/new', 'mine\n', { mode: '0600' }))).toMatchObject({
      owner: 'operator',
    })
    expect(said(await bring(own, [fileWant('/etc/new', 'x\n')]))).toContain('Permission denied')
    await converge(own, { kind: 'notified', id: '', state: { handlers: ['mine'] } })
    expect((await see(session, { kind: 'notified', id: '' }))?.handlers).toEqual([])
  } finally {
    await own.close()
  }
})
