/** The owner of a directory that root writes into cannot turn root against another file (docs/protocol.md 5). */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type LabHost, up } from '../../../src/lab/index.ts'
import { connect } from '../../../src/transport/connect.ts'
import type { Session } from '../../../src/transport/session.ts'
import { spec } from '../transport/rig.ts'
import { bring, fileWant } from './bench.ts'

let host: LabHost
let session: Session
beforeAll(async () => {
  host = await up({ name: 'resources-attacks', image: 'base' })
  session = await connect(spec(host))
  await host.run(`mkdir -p /srv/prey/d/empty /srv/bob && echo prey >/srv/prey/f && cp /srv/prey/f /srv/prey/d/f
chmod 700 /srv/prey/d; chmod 600 /srv/prey/f; chown admin /srv/bob`)
})
afterAll(async () => {
  await session?.close()
  await host?.stop()
})

/** Each runs as the owner of /srv/bob for as long as root writes there. */
const attacks = {
  'the temporary file becomes a link': `for (glob "/srv/bob/.swk.*") { rename $_, "/srv/bob/x"; symlink "/srv/prey/f", $_ }`,
  'the file becomes a link': `rename "/srv/bob/f", "/srv/bob/x"; symlink "/srv/prey/f", "/srv/bob/f"; rename "/srv/bob/x", "/srv/bob/f"`,
  'the folder becomes a link': `rename "/srv/bob/d", "/srv/bob/e"; symlink "/srv/prey/d", "/srv/bob/d"; unlink "/srv/bob/d"; rename "/srv/bob/e", "/srv/bob/d"`,
  'a new folder becomes a link': `if (-d "/srv/bob/new" && !-l "/srv/bob/new") { rename "/srv/bob/new", "/srv/bob/" . $n++; symlink "/srv/prey/d", "/srv/bob/new" }`,
  'a new folder becomes one of his own': `if (-d "/srv/bob/new" && (stat _)[4] != $<) { rename "/srv/bob/new", "/srv/bob/" . $n++; mkdir "/srv/bob/new"; symlink "/srv/prey/f", "/srv/bob/new/f" }`,
}

test.each(Object.entries(attacks))('%s: nothing of root changes', async (_name, attack) => {
  const look =
    'cd /srv/prey; find . -printf "%p %m %U %G %i %T@\\n" | sort; cat f; ls /etc | cksum; stat -c "%U %a" /srv'
  await host.run('rm -rf /srv/bob; mkdir -p /srv/bob/d; cd /srv/bob; echo x >f; chown admin . f d')
  const before = (await host.run(look)).stdout
  await begin(attack)
  const owned = { owner: 'operator', group: 'operator', mode: '0666' }
  for (let i = 0; i < 12; i++) {
    const wants = [
      fileWant('/srv/bob/f', `${i}`, owned),
      fileWant('/srv/bob/d/f', `${i}`, owned),
      { kind: 'path', id: '/srv/bob/f', state: { mode: i % 2 ? '0606' : '0660', owner: 'operator' } },
      { kind: 'path', id: '/srv/bob/d', state: { mode: i % 2 ? '0755' : '0777', owner: 'admin' } },
      { kind: 'path', id: '/srv/bob/new', state: { type: 'directory', ...owned } },
      fileWant('/srv/bob/new/f', `${i}`, owned),
      ...(i % 4 === 0 ? [download('/srv/bob/f'), download('/srv/bob/d/f')] : []),
      touch('/srv/bob/f'),
      touch('/srv/bob/d/f'),
      { kind: 'emptied', id: '/srv/bob/d/empty', state: { gone: true } },
      { kind: 'path', id: '/srv/bob/new', state: null },
    ]
    for (const want of wants) {
      // That it fails, or is refused for what it saw, is as good as that it works.
      await bring(session, [want]).catch(() => undefined)
    }
  }
  await end()
  expect((await host.run(look)).stdout).toBe(before)
  expect((await host.run('ls -A /etc/.swk* /srv/prey/.swk* /srv/.swk* /var/tmp/swk.* 2>/dev/null')).stdout).toBe('')
})

const touch = (path: string) => ({ kind: 'touch', id: JSON.stringify({ path, times: 'both' }), state: { done: true } })

const download = (dest: string) => ({
  kind: 'download',
  id: JSON.stringify({
    url: 'file:/etc/hostname',
    dest,
    timeout: 5,
    owner: 'operator',
    group: 'operator',
    mode: '0666',
  }),
  state: { done: true },
})

/** Before: chmod followed the link of the directory's owner, and the copy of a file was given its owner and mode by name. */
test('a tree of another owner is changed through none of its links, and a copy neither', async () => {
  const look = 'cd /srv/prey; find . -printf "%p %m %U %G %i %T@\\n" | sort; cat f'
  const before = (await host.run(look)).stdout
  await host.run(`rm -rf /srv/bob; mkdir -p /srv/bob/t/sub; cd /srv/bob/t; echo x >sub/f
ln -s /srv/prey/f file; ln -s /srv/prey/d dir; ln -s /srv/prey/f sub/copy; chown -hR admin /srv/bob`)
  const managed = (program: string, args: readonly string[], options: readonly string[] = []) => ({
    kind: 'managed',
    id: JSON.stringify({ args, options, program, title: program }),
    state: { right: 'yes' },
  })
  await bring(session, [managed('recurse', ['/srv/bob/t', 'operator', 'operator', '0666'])])
  await bring(session, [managed('copy', ['/etc/hostname', '/srv/bob/t/sub/copy'], ['admin:admin', '0666'])])
  await bring(session, [managed('recurse', ['/srv/bob/t/dir', 'operator', 'operator', '0666'])])
  expect((await host.run(look)).stdout).toBe(before)
  expect(
    (await host.run('cd /srv/bob/t; stat -c "%n %U %a" . sub/f sub/copy; cmp sub/copy /etc/hostname')).stdout,
  ).toBe('. operator 666\nsub/f operator 666\nsub/copy admin 666\n')
})

test('a download takes its place with its owner and mode', async () => {
  await host.run('rm -rf /srv/bob; mkdir /srv/bob; chown admin /srv/bob; echo old >/srv/bob/f')
  for (const name of ['f', 'g']) await bring(session, [download(`/srv/bob/${name}`)])
  expect(
    (await host.run('cd /srv/bob; stat -c "%n %U %a" *; cmp f /etc/hostname; cmp g /etc/hostname; ls -A')).stdout,
  ).toBe('f operator 666\ng operator 666\nf\ng\n')
})

test('the attack works where files are written as everybody does it', async () => {
  await host.run('rm -rf /srv/bob; mkdir /srv/bob; chown admin /srv/bob')
  await begin(attacks['the temporary file becomes a link'])
  const naive = `cd /srv/bob; for i in $(seq 300); do t=$(mktemp .swk.XXXXXX); echo x >$t; chown operator $t; chmod 644 $t; mv -T $t f; done`
  await host.run(`(${naive}) 2>/dev/null; true`)
  await end()
  expect((await host.run('stat -c %U /srv/prey/f')).stdout).toBe('operator\n')
})

async function begin(attack: string): Promise<void> {
  await host.run(`cat >/tmp/attack <<'X'
my $n = 0; my $end = time + 120; while (time < $end) { ${attack} }
X
chmod 644 /tmp/attack; setsid runuser -u admin -- perl /tmp/attack >/dev/null 2>&1 </dev/null & echo $! >/tmp/attacker`)
}

async function end(): Promise<void> {
  await host.run('kill $(cat /tmp/attacker); while kill -0 $(cat /tmp/attacker) 2>/dev/null; do sleep .1; done; true')
}
