import { type Case, q } from './case.ts'

const commit = 'git -c user.name=x -c user.email=x@example.org commit -q --allow-empty'
/** A repository with two commits, a tag on the first and a branch. */
const repository = `command -v git >/dev/null || apt-get install -qqy --no-install-recommends git >/dev/null 2>&1
rm -rf /srv/repo /srv/copy; git init -q -b main /srv/repo; cd /srv/repo; ${commit} -m one; git tag -a -m v1 v1 2>/dev/null || git tag v1; echo b >f; git add f; ${commit} -m two; git branch other`

const archive = 'cd /srv; rm -rf d; mkdir d; echo hello >"d/x y"; touch d/no; tar czf a.tar.gz d'
const control = 'Package: swkdeb\\nVersion: 1.2\\nArchitecture: all\\nMaintainer: x <x@example.org>\\nDescription: x\\n'
const deb = `cd /srv && rm -rf swkdeb && mkdir -p swkdeb/DEBIAN && printf '${control}' >swkdeb/DEBIAN/control && dpkg-deb -b swkdeb swkdeb_1.2_all.deb >/dev/null`
const postgres =
  'command -v psql >/dev/null || apt-get install -qqy --no-install-recommends postgresql >/dev/null 2>&1; systemctl start postgresql; cd /; for n in 1 2 3 4 5; do runuser -u postgres -- psql -c "" >/dev/null 2>&1 && break; sleep 1; done; true'
const psql = 'runuser -u postgres -- psql -XAtq 2>/dev/null || true'
const sql = (...statements: readonly string[]): string =>
  `${postgres}; printf '%s\\n' ${statements.map(q).join(' ')} | ${psql}`
const loggedIn =
  'PGPASSWORD="pass\'w\\\\ord" psql -h 127.0.0.1 -U \'swk "x\' -d postgres -XAtqc "SELECT \'in\'" 2>/dev/null || echo out'

export const managedCases: readonly Case[] = [
  {
    name: 'git: the head of a repository',
    module: 'git',
    args: { repo: '/srv/repo', dest: '/srv/copy' },
    absent: repository,
    partly: `${repository}; git clone -q /srv/repo /srv/copy; ${commit} -m three`,
    look: '[ "$(git -C /srv/copy rev-parse HEAD 2>/dev/null)" != "$(git -C /srv/repo rev-parse HEAD)" ] || { echo same; git -C /srv/copy symbolic-ref HEAD; }',
    expect: 'same\nrefs/heads/main\n',
  },
  {
    name: 'git: a tag, from another branch with local changes',
    module: 'git',
    args: { repo: '/srv/repo', dest: '/srv/copy', version: 'v1', force: true },
    absent: repository,
    partly: `${repository}; git clone -q -b other /srv/repo /srv/copy; echo c >/srv/copy/f`,
    look: 'cd /srv/copy 2>/dev/null || exit 0; git rev-parse HEAD >/srv/.a; git -C /srv/repo rev-parse "v1^{commit}" | cmp - /srv/.a && ls',
    expect: '',
  },
  {
    name: 'mount: a line and a mount',
    module: 'mount',
    args: { path: '/srv/ram disk', src: 'none', fstype: 'tmpfs', opts: 'size=1m', state: 'mounted' },
    absent: 'umount "/srv/ram disk" 2>/dev/null; printf "# mine\\n" >/etc/fstab; mkdir -p "/srv/ram disk"',
    partly:
      'umount "/srv/ram disk" 2>/dev/null; printf "# mine\\nnone /srv/ram\\\\\\\\040disk tmpfs defaults 0 0" >/etc/fstab',
    look: 'cat /etc/fstab; findmnt -rnM "/srv/ram disk" -o FSTYPE || true',
    expect: '# mine\nnone /srv/ram\\040disk tmpfs size=1m 0 0\ntmpfs\n',
  },
  {
    name: 'mount: absent',
    module: 'mount',
    args: { path: '/srv/ram2', state: 'absent' },
    absent: 'mkdir -p /srv/ram2; mount -t tmpfs none /srv/ram2; printf "none /srv/ram2 tmpfs\\n# x\\n" >/etc/fstab',
    partly: 'mkdir -p /srv/ram2; printf "# x\\n" >/etc/fstab',
    look: 'cat /etc/fstab; findmnt -M /srv/ram2 || true; ls -d /srv/ram2 2>/dev/null || true',
    expect: '# x\n',
  },
  {
    name: 'debconf: an answer',
    module: 'debconf',
    args: { name: 'tzdata', question: 'tzdata/Zones/Europe', vtype: 'select', value: 'Berlin' },
    absent: 'echo RESET tzdata/Zones/Europe | debconf-communicate >/dev/null',
    partly: 'echo tzdata tzdata/Zones/Europe select Paris | debconf-set-selections',
    look: 'echo get tzdata/Zones/Europe | debconf-communicate',
    expect: '0 Berlin\n',
  },
  {
    name: 'locale_gen: a locale',
    module: 'locale_gen',
    args: { name: 'de_DE.UTF-8' },
    absent:
      'DEBIAN_FRONTEND=noninteractive apt-get install -qq -y locales >/dev/null 2>&1; sed -i "s/^de_DE.UTF-8/# &/" /etc/locale.gen; locale-gen >/dev/null',
    partly:
      'sed -i "s/^de_DE.UTF-8/# &/" /etc/locale.gen; echo "en_US.UTF-8 UTF-8" >>/etc/locale.gen; locale-gen >/dev/null',
    look: 'locale -a | grep -x de_DE.utf8',
    expect: 'de_DE.utf8\n',
  },
  {
    name: 'dpkg_selections: hold',
    module: 'dpkg_selections',
    args: { name: 'perl-base', selection: 'hold' },
    absent: 'apt-mark unhold perl-base >/dev/null',
    partly: 'echo perl-base install | dpkg --set-selections',
    look: 'apt-mark showhold',
    expect: 'perl-base\n',
  },
  {
    name: 'postgresql_user: a role with a password',
    module: 'postgresql_user',
    args: { name: 'swk "x', password: "pass'w\\ord", role_attr_flags: 'CREATEDB,NOSUPERUSER' },
    absent: sql('DROP ROLE IF EXISTS "swk ""x";'),
    partly: sql(`DROP ROLE IF EXISTS "swk ""x"; CREATE ROLE "swk ""x" LOGIN PASSWORD 'other';`),
    look: `${loggedIn}; ${sql("SELECT rolcreatedb, rolcanlogin FROM pg_roles WHERE rolname LIKE 'swk%x'")}`,
    expect: 'in\nt|t\n',
  },
  {
    name: 'postgresql_db: a database with its owner',
    module: 'postgresql_db',
    args: { name: 'swkdb', owner: 'swkowner', encoding: 'UTF8', lc_collate: 'C', lc_ctype: 'C', template: 'template0' },
    absent: `${postgres}; printf 'DROP DATABASE IF EXISTS swkdb;\nCREATE ROLE swkowner;\n' | ${psql}`,
    partly: `${postgres}; printf 'DROP DATABASE IF EXISTS swkdb;\n' | ${psql}; echo "CREATE DATABASE swkdb LC_COLLATE 'C' LC_CTYPE 'C' TEMPLATE template0" | ${psql}`,
    look: `echo "SELECT pg_get_userbyid(datdba), datcollate FROM pg_database WHERE datname = 'swkdb'" | ${psql}`,
    expect: 'swkowner|C\n',
  },
  {
    name: 'postgresql_privs: all tables of a schema',
    module: 'postgresql_privs',
    args: { database: 'postgres', roles: 'swkreader', objs: 'ALL_IN_SCHEMA', privs: 'SELECT,INSERT' },
    absent: sql(
      'CREATE ROLE swkreader;',
      'CREATE TABLE a (x int);',
      'CREATE TABLE "B" (x int);',
      'REVOKE ALL ON a, "B" FROM swkreader;',
    ),
    partly: sql('REVOKE ALL ON a, "B" FROM swkreader;', 'GRANT SELECT ON a TO swkreader;'),
    look: sql(
      `SELECT has_table_privilege('swkreader', 'a', 'INSERT'), has_table_privilege('swkreader', '"B"', 'SELECT');`,
    ),
    expect: 't|t\n',
  },
  {
    name: 'user: a password',
    module: 'user',
    args: { name: 'admin', password: '$6$salt$hash' },
    absent: 'usermod -p "*" admin',
    partly: 'usermod -p "!" admin',
    look: 'getent shadow admin | cut -d: -f2',
    expect: '$6$salt$hash\n',
  },
  {
    name: 'file: recurse',
    module: 'file',
    args: { path: '/srv/tree', state: 'directory', recurse: true, owner: 'admin', group: 'operator', mode: '0750' },
    absent: 'rm -rf /srv/tree; mkdir -p /srv/tree/sub; touch "/srv/tree/sub/a b"',
    partly:
      'rm -rf /srv/tree; mkdir -p /srv/tree/sub; touch "/srv/tree/sub/a b"; chown -R admin:operator /srv/tree; chmod 0750 /srv/tree',
    look: 'stat -c "%U:%G %a" /srv/tree /srv/tree/sub "/srv/tree/sub/a b"',
    expect: 'admin:operator 750\nadmin:operator 750\nadmin:operator 750\n',
  },
  {
    name: 'unarchive: with an owner',
    module: 'unarchive',
    args: { src: '/srv/a.tar.gz', dest: '/srv/un packed', remote_src: true, owner: 'admin', exclude: 'd/no' },
    absent: `${archive}; rm -rf "/srv/un packed"; mkdir "/srv/un packed"`,
    partly: `${archive}; rm -rf "/srv/un packed"; mkdir -p "/srv/un packed/d"; echo other >"/srv/un packed/d/x y"`,
    look: 'cd "/srv/un packed" && find . -mindepth 1 | sort && cat "d/x y" 2>/dev/null && stat -c %U "d/x y" || true',
    expect: './d\n./d/x y\nhello\nadmin\n',
  },
  {
    name: 'apt: an archive of the host',
    module: 'apt',
    args: { deb: '/srv/swkdeb_1.2_all.deb' },
    absent: `${deb}; dpkg -P swkdeb >/dev/null 2>&1 || true`,
    partly: `${deb}; cd /srv; sed 's/1\\.2/1.0/' -i swkdeb/DEBIAN/control; dpkg-deb -b swkdeb old.deb >/dev/null; dpkg -i old.deb >/dev/null`,
    look: 'dpkg-query -W swkdeb 2>/dev/null | cut -f2',
    expect: '1.2\n',
  },
  {
    name: 'apt: downloaded archives are removed',
    module: 'apt',
    args: { clean: true },
    absent: 'touch /var/cache/apt/archives/x_1_all.deb',
    partly: 'touch /var/cache/apt/archives/y_1_all.deb /var/cache/apt/archives/z_1_all.deb',
    look: 'ls /var/cache/apt/archives/*.deb 2>/dev/null || true',
    expect: '',
  },
]
