/** What files have beside content: ACLs, attributes of users, flags, setgid directories, a second name. */
import fc from 'fast-check'
import { meta, onPath, text } from './paths.ts'
import { lenient, type Topic } from './topic.ts'

const acl = '0200000001000600ffffffff02000600010000000400040 0ffffffff10000600ffffffff20000000ffffffff'.replace(' ', '')
const attributes = { 'user.origin': '6d696e65', 'system.posix_acl_access': acl } as const

const furnish = `mkdir -p /srv/laws; cat >/srv/laws/xattr.pl <<'X'
use POSIX (); my $arm = (POSIX::uname())[4] eq "aarch64";
my ($how, $n, @rest) = @ARGV;
if ($how eq "set") { my ($hex, $f) = @rest; my $v = pack "H*", $hex; syscall($arm ? 5 : 188, $f, $n, $v, length $v, 0) }
else { for my $f (@rest) { my $v = "\\0" x 99; my $l = syscall($arm ? 8 : 191, $f, $n, $v, 99); print "$f $n ", unpack("H*", substr $v, 0, $l), "\\n" if $l > 0 } }
X
`

const trait = fc.constantFrom(
  ...Object.entries(attributes).map(([name, hex]) => `perl /srv/laws/xattr.pl set ${name} ${hex} `),
  'chattr +i ',
  'chattr +a ',
  'chmod 2775 ',
  'chmod 4755 ',
  'chgrp daemon ',
)
const name = fc.constantFrom('a', 'b', 'd')
const at = fc.constantFrom('a', 'b', 'h', 'd/x', 'd/n', 'd').map(name => `{{ folder }}/${name}`)

const state = fc.tuple(fc.array(fc.tuple(trait, name), { maxLength: 3 }), fc.boolean()).map(([traits, linked]) => ({
  script: `[ -e $F/a ] || echo one >$F/a; [ -e $F/d ] || mkdir $F/d
${linked ? '[ -d $F/a ] || [ -L $F/a ] || ln $F/a $F/h' : ''}
${traits.map(([how, what]) => `[ -L $F/${what} ] || ${how}$F/${what}`).join('\n')}`,
  aliases: { 'path h': 'path a' },
}))

export const metadata: Topic = {
  name: 'metadata',
  furnish,
  state: state.map(({ script, aliases }) => ({ script: lenient(script), aliases })),
  look: `find $F -type f | sort | xargs -r lsattr -d 2>/dev/null | cut -c 1-7; lsattr -d $F/d 2>/dev/null
${Object.keys(attributes)
  .map(name => `perl /srv/laws/xattr.pl get ${name} $(find $F ! -type l | sort)`)
  .join('\n')}; find $F -printf '%p %n %m\\n' | sort; :`,
  actions: [
    fc.tuple(at, text, meta).map(([dest, content, more]) => onPath('copy', dest, { dest, content, ...more })),
    fc.tuple(at, meta).map(([path, more]) => onPath('file', path, { path, ...more })),
    at.map(path => onPath('file', path, { path, state: 'absent' })),
    at.map(path => onPath('lineinfile', path, { path, line: 'two', create: true })),
    fc.tuple(at, meta).map(([path, more]) => onPath('file', path, { path, state: 'directory', ...more })),
    at.map(path => onPath('file', path, { path, src: 'd', state: 'link', force: true })),
    at.map(path => onPath('stat', path, { path })),
  ],
}
