/** What comes from elsewhere: archives, downloads, working copies. */
import fc from 'fast-check'
import { at, meta, onPath } from './paths.ts'
import { lenient, type Topic } from './topic.ts'

const serve = String.raw`use IO::Socket::INET; my $l = IO::Socket::INET->new(LocalAddr => "127.0.0.1", LocalPort => 8088, Listen => 9, ReuseAddr => 1) or die; while (my $c = $l->accept) { while (<$c>) { last if /^\r?$/ } print $c "HTTP/1.1 200 OK\r\nContent-Length: 6\r\nConnection: close\r\n\r\nhello\n"; close $c }`
const sum = 'sha256:5891b5b522d5df086d0ff0b110fbd9d21bb4fc7163af34d08286a2e846f6be03'

const keyring = '/etc/apt/keyrings/toy.gpg'
/** Of a key of Debian's that is in /srv/laws/key.asc. */
const keyId = 'F8D2585B8783D481'

const furnish = `mkdir -p /srv/laws/tar/s; cd /srv/laws; echo one >tar/x; echo two >tar/s/y; tar -C tar -czf toy.tar.gz .
cat >serve.pl <<'X'
${serve}
X
printf '[Service]\\nExecStart=perl /srv/laws/serve.pl\\n[Install]\\nWantedBy=multi-user.target\\n' >/etc/systemd/system/laws-serve.service
systemctl enable -q --now laws-serve
{ apt-get update -qq; apt-get install -qq -y git gnupg; } >/dev/null 2>&1
cp /etc/apt/trusted.gpg.d/debian-archive-bookworm-stable.asc key.asc
# Without it, the module refuses, which is a result as well.
if command -v git >/dev/null; then
  git init -q -b main repository.git; cd repository.git; git config user.name toy; git config user.email toy@example.org
  echo 1 >x; git add x; git commit -qm one; git tag first; echo 2 >x; git commit -qam two
fi`

export const sources: Topic = {
  name: 'sources',
  furnish,
  state: fc
    .constantFrom(
      ':',
      'tar -C $F/d -xzf /srv/laws/toy.tar.gz',
      'git clone -q --no-hardlinks /srv/laws/repository.git $F/w',
      'printf "hello\\n" >$F/b',
      `gpg --dearmor </srv/laws/key.asc >${keyring}`,
    )
    .map(script => ({ script: lenient(`[ -e $F/d ] || mkdir $F/d; rm -f ${keyring}`, script) })),
  look: `find $F -name .git -prune -o -type f -print | sort | xargs -r sha256sum; find $F -name .git -prune -o -printf '%p %y %m %u:%g\\n' | sort
[ ! -d $F/w/.git ] || git -C $F/w rev-parse HEAD 2>/dev/null; sha256sum ${keyring} 2>/dev/null; :`,
  actions: [
    fc.tuple(at, meta).map(([dest, { owner, group }]) =>
      onPath('unarchive', dest, {
        src: '/srv/laws/toy.tar.gz',
        dest,
        remote_src: true,
        ...(owner && { owner }),
        ...(group && { group }),
      }),
    ),
    at.map(dest =>
      onPath('unarchive', dest, { src: '/srv/laws/toy.tar.gz', dest, remote_src: true, creates: `${dest}/x` }),
    ),
    fc
      .tuple(at, meta, fc.boolean())
      .map(([dest, more, checked]) =>
        onPath('get_url', dest, { url: 'http://127.0.0.1:8088/x', dest, ...(checked && { checksum: sum }), ...more }),
      ),
    fc
      .tuple(fc.constantFrom('HEAD', 'first', 'main'), fc.boolean())
      .map(([version, force]) =>
        onPath('git', '{{ folder }}/w', { repo: '/srv/laws/repository.git', dest: '{{ folder }}/w', version, force }),
      ),
    fc.constantFrom('{{ folder }}/w/x', '{{ folder }}/w').map(path => onPath('file', path, { path, state: 'absent' })),
    fc.constant(onPath('copy', '{{ folder }}/w', { dest: '{{ folder }}/w/x', content: '3\n' })),
    at.map(path => onPath('stat', path, { path })),
    fc
      .tuple(fc.constantFrom('/srv/laws/key.asc', '{{ folder }}/a'), fc.constantFrom({}, { id: keyId }))
      .map(([file, more]) => onPath('apt_key', keyring, { file, keyring, ...more })),
    fc.constant(onPath('apt_key', keyring, { id: keyId, keyring, state: 'absent' })),
    fc.constant(onPath('file', keyring, { path: keyring, state: 'absent' })),
  ],
  opaque: ['unarchive', 'get_url', 'git', 'apt_key'],
}
