/**
 * Each module that takes a path, played as root in a directory of a user who swaps files, links and directories all the while:
 * nothing outside of that directory changes, and no program of the user's runs as root.
 */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type LabHost, up } from '../../../src/lab/index.ts'
import { play } from '../../../src/play.ts'
import { loadProject } from '../../../src/playbook/project.ts'
import { type Workshop, workshop } from '../support/workshop.ts'

let host: LabHost
let shop: Workshop
beforeAll(async () => {
  host = await up({ name: 'module-attacks', image: 'base' })
  shop = await workshop([host])
  for (const [name, text] of Object.entries({
    'files/tree/f': 'f\n',
    'files/tree/d/f': 'f\n',
    'templates/t.j2': 't\n',
  }))
    shop.file(name, text)
  const made = await host.run(furnish)
  expect(made.code, made.stderr).toBe(0)
})
afterAll(async () => {
  shop?.remove()
  await host?.stop()
})

// Another user than the owner of a repository clones from it only where git is told that it is safe.
const furnish = `set -e
mkdir -p /srv/prey/d /srv/bob /srv/from/d; echo prey >/srv/prey/f; cp /srv/prey/f /srv/prey/d/f; chmod 700 /srv/prey/d; chmod 600 /srv/prey/f
echo from >/srv/from/f; echo from >/srv/from/d/f; tar -C /srv/from -czf /srv/a.tar.gz f d; mkdir -p /srv/parts; echo p >/srv/parts/1
{ apt-get update -qq; apt-get install -qq -y git; } >/dev/null 2>&1; cd /srv; git init -q -b main r.git; cd r.git
git config --system --add safe.directory "*"; git config user.name x; git config user.email x@example.org; mkdir d; echo 1 >f; echo 1 >d/f; git add .; git commit -qm one
cat >/tmp/serve <<'X'
use IO::Socket::INET; my $l = IO::Socket::INET->new(LocalAddr => "127.0.0.1", LocalPort => 8088, Listen => 9, ReuseAddr => 1) or die;
while (my $c = $l->accept) { while (<$c>) { last if /^\\r?$/ } print $c "HTTP/1.1 200 OK\\r\\nContent-Length: 6\\r\\nConnection: close\\r\\n\\r\\nhello\\n"; close $c }
X
setsid perl /tmp/serve >/dev/null 2>&1 </dev/null &
cat >/tmp/attack <<'X'
my ($n, $end) = (0, time + 120); chdir "/srv/bob";
sub swap { my ($name, $to) = @_; rename $name, "x"; symlink $to, $name; rename "x", $name or do { unlink $name; rename "x", $name } }
sub dir { my ($name) = @_; return if !-d $name || -l $name; rename $name, "y"; symlink "/srv/prey/d", $name; unlink $name; rename "y", $name }
while (time < $end) {
  swap("f", "/srv/prey/f"); dir("d"); dir("w"); swap("d/f", "/srv/prey/f"); dir("w/d"); dir("new");
  for (glob "f.?????? d/f.?????? .swk.* d/.swk.* w/f.*") { rename $_, "z"; symlink "/srv/prey/f", $_ }
  if (-d "new" && !-l "new" && $n++ % 7 == 0) { rename "new", "old" . $n; symlink "/srv/prey/d", "new" }
  if (-d "w/.git" && $n % 5 == 0) { mkdir "w/.git/hooks"; for my $h ("post-checkout", "reference-transaction") { open my $o, ">", "w/.git/hooks/$h"; print $o "#!/bin/sh\\nid -u >>/srv/bob/ran\\n"; close $o; chmod 0755, "w/.git/hooks/$h" } }
}
X
chmod 644 /tmp/attack`

const owned = { owner: 'operator', group: 'operator', mode: '0666' }
const file = '/srv/bob/f'
const inner = '/srv/bob/d/f'
const repository = { repo: '/srv/r.git', dest: '/srv/bob/w', force: true }

const tasks: Readonly<Record<string, readonly object[]>> = {
  copy: [file, inner].map(dest => ({ copy: { dest, content: '{{ salt }}', ...owned } })),
  'copy of a directory': [{ copy: { src: 'tree/', dest: '/srv/bob', ...owned } }],
  'copy on the host': [{ copy: { src: '/srv/from/f', dest: file, remote_src: true, ...owned } }],
  'copy of a directory on the host': [
    { copy: { src: '/srv/from/', dest: '/srv/bob', remote_src: true, owner: 'operator' } },
  ],
  template: [{ template: { src: 't.j2', dest: inner, ...owned } }],
  'file: mode': [file, inner].map(path => ({ file: { path, ...owned, mode: '{{ odd }}' } })),
  'file: directory': [
    { file: { path: '/srv/bob/new', state: 'directory', ...owned } },
    { file: { path: '/srv/bob/new/e', state: 'directory', ...owned } },
  ],
  'file: recurse': [
    { file: { path: '/srv/bob', state: 'directory', recurse: true, owner: 'admin', mode: '{{ odd }}' } },
  ],
  'file: absent': [{ file: { path: '/srv/bob/d', state: 'absent' } }],
  'file: link': [{ file: { path: inner, src: '/etc/hostname', state: 'link', force: true } }],
  'file: touch': [
    {
      file: { path: '/srv/bob/new', state: 'touch', ...owned, access_time: 'preserve', modification_time: 'preserve' },
    },
  ],
  'file: hard': [{ file: { src: '/srv/from/f', path: inner, state: 'hard', force: true } }],
  'file: times': [{ file: { path: inner, state: 'file', modification_time: '20200101000{{ salt }}.00' } }],
  lineinfile: [file, inner].map(path => ({ lineinfile: { path, line: '{{ salt }}', create: true, ...owned } })),
  blockinfile: [{ blockinfile: { path: inner, block: '{{ salt }}', create: true } }],
  replace: [{ replace: { path: file, regexp: '.+', replace: '{{ salt }}' } }],
  assemble: [{ assemble: { src: '/srv/parts', dest: inner, ...owned } }],
  get_url: [{ get_url: { url: 'http://127.0.0.1:8088/x', dest: inner, force: true, ...owned } }],
  unarchive: [
    { unarchive: { src: '/srv/a.tar.gz', dest: '/srv/bob', remote_src: true, owner: 'operator', mode: '0666' } },
  ],
  git: [{ git: repository }],
  statoverride: [{ statoverride: { path: '/srv/bob/d', owner: 'root', group: 'operator', mode: '{{ odd }}' } }],
  authorized_key: [{ authorized_key: { user: 'admin', path: inner, key: 'ssh-ed25519 AAAA {{ salt }}' } }],
  known_hosts: [{ known_hosts: { name: 'h', key: 'h ssh-rsa {{ salt }}', path: inner } }],
  sysctl: [{ sysctl: { name: 'vm.swappiness', value: '{{ salt }}', sysctl_file: inner, reload: false } }],
  cron: [{ cron: { name: 'x', job: 'echo {{ salt }}', user: 'admin', cron_file: inner } }],
  mount: [
    { mount: { path: '/srv/bob/new', src: 'toy', fstype: 'tmpfs', state: 'mounted' } },
    { mount: { path: '/srv/bob/new', state: 'absent' } },
  ],
  tempfile: [{ tempfile: { path: '/srv/bob/d', state: 'directory' } }],
  'reads: stat, find, slurp, fetch': [
    { stat: { path: inner } },
    { find: { paths: '/srv/bob', recurse: true } },
    { slurp: { src: file } },
  ],
}

const look = `cd /srv/prey; find . -printf "%p %m %U %G %i %T@ %C@\\n" | sort; cat f d/f; find / -xdev -maxdepth 1 -printf "%p %m %U\\n" | sort
stat -c "%U %a" /srv; ls /etc | cksum; grep prey /proc/mounts; ls -A /srv/prey; grep -x 0 /srv/bob/ran /tmp/ran 2>/dev/null; true`

test.each(Object.entries(tasks))('%s: nothing but the directory itself changes', async (name, list) => {
  await host.run(
    'umount /srv/bob/new; rm -rf /srv/bob; mkdir -p /srv/bob/d; cd /srv/bob; echo x >f; echo x >d/f; chown -R admin /srv/bob; true',
  )
  const before = (await host.run(look)).stdout
  expect(await run(list, 0), 'without an attack').toBe(name === 'mount' ? 2 : 0)
  await attack(async () => {
    // That it fails, or is refused for what it saw, is as good as that it works.
    for (let salt = 1; salt < 6; salt++) await run(list, salt)
  })
  expect((await host.run(look)).stdout).toBe(before)
})

async function run(tasks: readonly object[], salt: number): Promise<number> {
  const vars = { salt, odd: salt % 2 === 0 ? '0755' : '0777' }
  const playbook = shop.file('attack.yaml', JSON.stringify([{ hosts: 'all', gather_facts: false, vars, tasks }]))
  const { exit } = await play(await loadProject({ playbook, inventory: shop.inventory }))
  return exit
}

async function attack(during: () => Promise<void>): Promise<void> {
  await host.run(`setsid runuser -u admin -- perl /tmp/attack >/dev/null 2>&1 </dev/null & echo $! >/tmp/attacker`)
  try {
    await during()
  } finally {
    await host.run('kill $(cat /tmp/attacker); while kill -0 $(cat /tmp/attacker) 2>/dev/null; do sleep .1; done; true')
  }
}
