/** Tasks that build on each other, waiting, HTTP and packages, on a real host. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { LabHost } from '../../../src/lab/index.ts'
import { baseHost, type Ran, run, task } from './host.ts'

let host: LabHost
beforeAll(async () => {
  host = await baseHost('turn')
})
afterAll(() => host?.stop())

const statuses = ({ told }: Ran) =>
  Object.fromEntries([...told].map(([name, { status, error }]) => [name, error?.message ?? status]))
const diffs = ({ told }: Ran) => Object.fromEntries([...told].map(([name, { diff }]) => [name, diff]))
const out = async (script: string) => (await host.run(script)).stdout

const unit = (arg: string) =>
  `[Service]\nUser=swkw\nExecStart=/bin/sleep ${arg}\n[Install]\nWantedBy=multi-user.target\n`
const worker = (arg: string, conf: string) => [
  task('group', 'user-group', { name: 'swkg', members: ['swkw'] }),
  task('folder', 'file', { path: '/etc/swkw', state: 'directory', group: 'swkg', mode: '2750' }),
  task('conf', 'copy', { content: conf, dest: '/etc/swkw/conf', group: 'swkg', mode: '0640' }),
  task('unit', 'copy', { content: unit(arg), dest: '/etc/systemd/system/swkw@.service' }),
  task('runs', 'systemd', {
    name: 'swkw@one',
    state: 'started',
    enabled: true,
    restarts_on: ['/etc/swkw/conf', '/etc/systemd/system/swkw@.service'],
    runs_with_groups: ['swkg'],
  }),
]
const all = [task('user', 'user', { name: 'swkw', system: true, create_home: false }), ...worker('1111', 'a\n')]
const pid = () => out('systemctl show -P MainPID swkw@one')

describe('a worker from nothing', () => {
  test('is foreseen as it is then made', async () => {
    const check = await run(host, all, 'check')
    expect(statuses(check)).toEqual({
      user: 'changed',
      group: 'changed',
      folder: 'changed',
      conf: 'changed',
      unit: 'changed',
      runs: 'changed',
    })
    expect(await out('getent passwd swkw; ls -d /etc/swkw /etc/systemd/system/swkw* 2>/dev/null')).toBe('')
    const play = await run(host, all, 'play')
    expect(statuses(play)).toEqual(statuses(check))
    expect(diffs(play)).toEqual(diffs(check))
    expect(
      await out(
        'systemctl is-active swkw@one; systemctl is-enabled swkw@one; stat -c "%a %U:%G" /etc/swkw /etc/swkw/conf',
      ),
    ).toBe('active\nenabled\n2750 root:swkg\n640 root:swkg\n')
    const again = await run(host, all, 'play')
    expect(new Set(Object.values(statuses(again)))).toEqual(new Set(['ok']))
    expect(again.roundTrips).toBe(1)
  })

  test.each([
    ['its configuration changed', worker('1111', 'b\n'), { conf: 'changed', runs: 'changed' }],
    ['its unit changed', worker('2222', 'b\n'), { unit: 'changed', runs: 'changed' }],
  ])('is restarted once where %s', async (_, tasks, changed) => {
    const before = await pid()
    const check = await run(host, tasks, 'check')
    const play = await run(host, tasks, 'play')
    expect(statuses(play)).toMatchObject(changed)
    expect(statuses(check)).toEqual(statuses(play))
    expect(diffs(check)).toEqual(diffs(play))
    const after = await pid()
    expect(after).not.toBe(before)
    expect(Object.values(statuses(await run(host, tasks, 'play')))).not.toContain('changed')
    expect(await pid()).toBe(after)
  })

  test('is restarted where a run ended between the file and the restart', async () => {
    await run(host, worker('2222', 'c\n').slice(0, 4), 'play')
    const before = await pid()
    expect(statuses(await run(host, worker('2222', 'c\n'), 'play'))).toMatchObject({ conf: 'ok', runs: 'changed' })
    expect(await pid()).not.toBe(before)
  })

  test('is restarted where its user came into a group meanwhile', async () => {
    await host.run('gpasswd -d swkw swkg; systemctl restart swkw@one')
    expect(statuses(await run(host, worker('2222', 'c\n'), 'play'))).toMatchObject({
      group: 'changed',
      runs: 'changed',
    })
    const gids = await out(
      'grep ^Groups /proc/$(systemctl show -P MainPID swkw@one)/status; getent group swkg | cut -d: -f3',
    )
    expect(gids).toMatch(/Groups:.*\b(\d+)\b.*\n\1\n/)
  })
})

describe('what cannot be', () => {
  test.each([
    [
      'a unit that there is not',
      task('t', 'systemd', { name: 'nothing', state: 'started' }),
      'refused',
      'systemd has no unit `nothing.service`',
    ],
    [
      'a file in no folder',
      task('t', 'copy', { content: 'x', dest: '/no/such/file' }),
      'refused',
      'the directory /no/such does not exist',
    ],
    [
      'an owner who is not',
      task('t', 'file', { path: '/srv', owner: 'nobody1' }),
      'refused',
      'the user nobody1 does not exist',
    ],
    [
      'a file that validate refuses',
      task('t', 'copy', { content: 'x', dest: '/srv/v', validate: 'false %s' }),
      'step-failed',
      'rejected the new content',
    ],
    ['a command that fails', task('t', 'command', { cmd: 'sh -c "echo sorry >&2; exit 7"' }), 'step-failed', 'sorry'],
    [
      'a unit that fails to start',
      task('t', 'systemd', { name: 'bad', state: 'started' }),
      'step-failed',
      'bad.service',
    ],
    [
      'a port that nobody opens',
      task('t', 'wait_for', { port: 9, timeout: 1, msg: 'no port 9' }),
      'step-failed',
      'no port 9',
    ],
    [
      'a service that does not answer',
      task('t', 'uri', { url: 'http://127.0.0.1:9/x' }),
      'assertion-failed',
      'GET http://127.0.0.1:9/x',
    ],
  ])('%s fails with a reason', async (_, each, code, message) => {
    await host.run("printf '[Service]\\nExecStart=/bin/false\\nType=oneshot\\n' >/etc/systemd/system/bad.service")
    const { told } = await run(host, [each], 'play')
    expect(told.get('t')?.status).toBe('failed')
    expect(told.get('t')?.error?.message).toContain(message)
    expect([code, 'condition-timeout']).toContain(told.get('t')?.error?.code)
    expect(await out('ls /srv/v 2>/dev/null')).toBe('')
  })
})

const server = String.raw`use IO::Socket::UNIX; use IO::Socket::INET; $SIG{PIPE} = "IGNORE"; 
my $l = $ARGV[0] eq "tcp" ? IO::Socket::INET->new(LocalAddr => "127.0.0.1:8099", Listen => 5, ReuseAddr => 1) : unlink("/run/swk.sock") * 0 || IO::Socket::UNIX->new(Local => "/run/swk.sock", Listen => 5);
while (my $c = $l->accept) { my $n = 0; my $r = ""; while (<$c>) { $n = $1 if /^content-length: (\d+)/i; $r .= $_; last if /^\r?\n\z/ } read $c, my $b, $n if $n;
my ($s) = $r =~ m{ /(\d+)}; $s ||= 200; open F, ">>", "/srv/asked"; print F "$r$b\n"; close F;
print $c "HTTP/1.1 $s X\r\nContent-Type: application/json\r\nContent-Length: 8\r\nConnection: close\r\n\r\n{\"a\": 1}"; close $c }`

describe('waiting and asking', () => {
  beforeAll(async () => {
    await host.run('cat >/srv/server.pl', { input: server })
    await host.run(
      'systemd-run -q --unit=swk-unix perl /srv/server.pl unix; systemd-run -q --unit=swk-tcp perl /srv/server.pl tcp',
    )
  })

  test('what is so is not waited for', async () => {
    const ran = await run(
      host,
      [
        task('port', 'wait_for', { port: 22 }),
        task('closed', 'wait_for', { port: 6379, state: 'stopped' }),
        task('socket', 'wait_for', { socket: '/run/swk.sock', timeout: 10 }),
        task('path', 'wait_for', { path: '/etc/hostname' }),
        task('text', 'wait_for', { path: '/etc/passwd', search_regex: '^(?P<who>admin):.*\\d+:' }),
        task('get', 'uri', { url: 'http://localhost/200', unix_socket: '/run/swk.sock' }),
        task('404', 'uri', { url: 'http://127.0.0.1:8099/404', status_code: [404] }),
      ],
      'play',
    )
    expect(new Set(Object.values(statuses(ran)))).toEqual(new Set(['ok']))
    expect(ran.roundTrips).toBe(1)
  })

  test('what comes is waited for, and waiting is not a change', async () => {
    const late = task('late', 'wait_for', { path: '/srv/late', search_regex: '^ready$', timeout: 20 })
    await host.run('rm -f /srv/late')
    expect(statuses(await run(host, [late], 'check'))).toEqual({ late: 'unknown' })
    await host.run('systemd-run -q sh -c "sleep 2; echo ready >/srv/late"')
    expect(statuses(await run(host, [late], 'play'))).toEqual({ late: 'ok' })
  })

  test('a request with a body is a change, and its body arrives', async () => {
    const body = { text: `'"$\`\\;\nü\u{1F600}` }
    const post = task('post', 'uri', {
      url: 'http://127.0.0.1:8099/201',
      method: 'POST',
      body,
      body_format: 'json',
      status_code: 201,
    })
    await host.run('rm -f /srv/asked')
    expect(statuses(await run(host, [post], 'check'))).toEqual({ post: 'changed' })
    expect(await out('ls /srv/asked 2>/dev/null')).toBe('')
    expect(statuses(await run(host, [post], 'play'))).toEqual({ post: 'changed' })
    expect(await out('tail -n 1 /srv/asked')).toBe(`${JSON.stringify(body)}\n`)
  })
})

describe('packages', () => {
  const tasks = [
    task('installed', 'apt', {
      name: ['hello', 'redis-server'],
      update_cache: true,
      cache_valid_time: 3600,
      install_recommends: false,
    }),
    task('line', 'lineinfile', { path: '/etc/redis/redis.conf', regexp: '^port ', line: 'port 0' }),
    task('socket', 'lineinfile', {
      path: '/etc/redis/redis.conf',
      regexp: '^#? ?unixsocket ',
      line: 'unixsocket /run/redis/redis-server.sock',
    }),
    task('member', 'user-group', { name: 'redis', members: ['admin'] }),
    task('runs', 'systemd', {
      name: 'redis-server',
      state: 'started',
      enabled: true,
      restarts_on: ['/etc/redis/redis.conf'],
    }),
    task('wait', 'wait_for', { socket: '/run/redis/redis-server.sock', timeout: 10 }),
    task('closed', 'wait_for', { port: 6379, state: 'stopped', timeout: 10 }),
    task('other', 'copy', { content: 'x', dest: '/srv/other' }),
  ]

  test('what a package brings is known before', async () => {
    const check = await run(host, tasks, 'check')
    expect(statuses(check)).toMatchObject({
      installed: 'changed',
      line: 'changed',
      socket: 'changed',
      member: 'changed',
      runs: 'changed',
    })
    expect(await out('dpkg-query -W hello redis-server 2>&1 | grep -c "no packages"')).toBe('2\n')
  })

  test('Redis is set up as declared, and stays so', async () => {
    const play = await run(host, tasks, 'play')
    expect(statuses(play)).toMatchObject({
      installed: 'changed',
      line: 'changed',
      socket: 'changed',
      runs: 'changed',
      wait: 'ok',
      closed: 'ok',
    })
    expect(await out('redis-cli -s /run/redis/redis-server.sock ping; redis-cli ping 2>&1 | grep -c refused')).toBe(
      'PONG\n1\n',
    )
    const again = await run(host, tasks, 'play')
    expect(new Set(Object.values(statuses(again)))).toEqual(new Set(['ok']))
    expect(again.roundTrips).toBe(1)
  })

  test('a package is upgraded to what new lists have', async () => {
    await host.run('rm -rf /srv/repo; mkdir -p /srv/repo/x/DEBIAN')
    const make = (version: string) =>
      host.run(
        `cd /srv/repo && printf 'Package: swkpkg\\nVersion: ${version}\\nArchitecture: all\\nMaintainer: x <x@example.org>\\nDescription: x\\n' >x/DEBIAN/control && dpkg-deb -b x swkpkg_${version}_all.deb && { for f in *.deb; do dpkg-deb -f $f; printf 'Filename: ./%s\\nSize: %s\\nSHA256: %s\\n\\n' $f $(stat -c %s $f) $(sha256sum $f | cut -c1-64); done; } >Packages; touch -d @$((1700000000 + ${version})) Packages; echo 'deb [trusted=yes] copy:/srv/repo ./' >/etc/apt/sources.list.d/swk.list`,
      )
    await make('1')
    const latest = (state: string) => [task('t', 'apt', { name: 'swkpkg', state, update_cache: true })]
    expect(statuses(await run(host, latest('present'), 'play'))).toEqual({ t: 'changed' })
    expect(statuses(await run(host, latest('latest'), 'play'))).toEqual({ t: 'ok' })
    await make('2')
    const inTurn = [
      task('lists', 'apt', { update_cache: true }),
      task('same', 'apt', { name: 'swkpkg' }),
      task('exact', 'apt', { name: 'swkpkg=1' }),
      task('latest', 'apt', { name: 'swkpkg', state: 'latest' }),
    ]
    const known = { lists: 'ok', same: 'ok', exact: 'ok' }
    expect(statuses(await run(host, inTurn, 'check'))).toEqual({ ...known, latest: 'unknown' })
    expect(await out('apt-get update -o APT::Update::Error-Mode=any 2>&1; apt-cache policy swkpkg')).toContain(
      'Candidate: 2',
    )
    await make('3')
    await host.run('rm -f /var/cache/apt/*.bin')
    const before = await run(host, latest('latest'), 'check')
    expect(statuses(before)).toEqual({ t: 'changed' })
    expect(await out('ls /var/cache/apt')).toBe('archives\n')
    expect(statuses(await run(host, latest('latest'), 'play'))).toEqual({ t: 'changed' })
    expect(await out('dpkg-query -W swkpkg')).toBe('swkpkg\t3\n')
    expect(statuses(await run(host, [task('t', 'apt', { name: 'swkpkg=2' })], 'play'))).toEqual({ t: 'changed' })
    expect(await out('dpkg-query -W swkpkg')).toBe('swkpkg\t2\n')
    await host.run('rm /etc/apt/sources.list.d/swk.list; apt-get update')
  })

  test('the latest is the candidate; what is removed is gone, with purge also its configuration', async () => {
    expect(statuses(await run(host, [task('latest', 'apt', { name: 'hello', state: 'latest' })], 'play'))).toEqual({
      latest: 'ok',
    })
    const gone = [task('gone', 'apt', { name: ['hello', 'redis-server'], state: 'absent', purge: true })]
    expect(statuses(await run(host, gone, 'play'))).toEqual({ gone: 'changed' })
    expect(await out('hello 2>/dev/null; dpkg -l redis-server 2>/dev/null | grep -c ^ii')).toMatch(/^0?\n?$/)
    expect(statuses(await run(host, gone, 'play'))).toEqual({ gone: 'ok' })
  })
})
