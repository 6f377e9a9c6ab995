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
    name: 'debconf: a password',
    module: 'debconf',
    args: { name: 'tzdata', question: 'tzdata/secret', vtype: 'password', value: 'one two' },
    // Fails where the question is not there already.
    absent: 'echo UNREGISTER tzdata/secret | debconf-communicate tzdata >/dev/null || :',
    partly: 'echo tzdata tzdata/secret password three | debconf-set-selections',
    look: 'echo get tzdata/secret | debconf-communicate',
    expect: '0 one two\n',
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
    name: 'apt: all packages that match a pattern are removed',
    module: 'apt',
    args: { name: 'swkd*b', state: 'absent' },
    absent: `${deb}; dpkg -i /srv/swkdeb_1.2_all.deb >/dev/null`,
    partly: `${deb}; sed -i s/swkdeb/swkdeeb/ /srv/swkdeb/DEBIAN/control; cd /srv; dpkg-deb -b swkdeb other.deb >/dev/null; dpkg -i other.deb >/dev/null`,
    look: "dpkg -l 'swkd*' 2>/dev/null | sed -n 's/^ii *//p'",
    expect: '',
  },
  {
    name: 'apt: what breaks dependencies is fixed',
    module: 'apt',
    args: { state: 'fixed' },
    absent: `${deb}; cd /srv; echo 'Depends: swk-missing' >>swkdeb/DEBIAN/control; dpkg-deb -b swkdeb bad.deb >/dev/null; dpkg -i --force-depends bad.deb >/dev/null 2>&1`,
    partly: `${deb}; cd /srv; echo 'Depends: swk-absent' >>swkdeb/DEBIAN/control; dpkg-deb -b swkdeb bad.deb >/dev/null; dpkg -i --force-depends bad.deb >/dev/null 2>&1`,
    look: "dpkg -l swkdeb 2>/dev/null | sed -n 's/^ii *//p'",
    expect: '',
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
  {
    name: 'user: dates, a lock and a home directory that is gone',
    module: 'user',
    args: {
      name: 'swkdates',
      password: '$6$x$y',
      password_lock: true,
      expires: 2_529_881_062,
      password_expire_min: 5,
      password_expire_max: 10,
      password_expire_warn: 3,
      password_expire_account_disable: 15,
    },
    absent: 'userdel -rf swkdates 2>/dev/null || true',
    partly: "useradd swkdates; usermod -p '$6$x$y' swkdates; rm -rf /home/swkdates",
    look: 'getent shadow swkdates | cut -d: -f2,4-8; stat -c %U /home/swkdates 2>/dev/null || true',
    expect: '!$6$x$y:5:10:3:15:29281\nswkdates\n',
  },
  {
    name: 'user: never expires, and moves',
    module: 'user',
    args: {
      name: 'swkmoves',
      uid: 0,
      non_unique: true,
      expires: -1,
      home: '/srv/swk moves',
      move_home: true,
      umask: '077',
    },
    absent: 'userdel -f swkmoves 2>/dev/null; rm -rf "/srv/swk moves"',
    partly:
      'userdel -f swkmoves 2>/dev/null; rm -rf "/srv/swk moves"; useradd -m -u 4711 -e 2000-01-01 swkmoves; touch /home/swkmoves/x',
    look: 'getent passwd swkmoves | cut -d: -f3,6; getent shadow swkmoves | cut -d: -f8; [ ! -e /home/swkmoves ] && ls -d "/srv/swk moves" 2>/dev/null || true',
    expect: '0:/srv/swk moves\n\n/srv/swk moves\n',
  },
  {
    name: 'user: an SSH key with a passphrase',
    module: 'user',
    args: {
      name: 'swkkey',
      generate_ssh_key: true,
      ssh_key_type: 'ed25519',
      ssh_key_comment: 'a "b"',
      ssh_key_passphrase: "it's $x",
    },
    absent: 'userdel -rf swkkey 2>/dev/null || true',
    partly: 'userdel -rf swkkey 2>/dev/null; useradd -m -s /bin/false swkkey',
    look: `ssh-keygen -y -P ${q("it's $x")} -f /home/swkkey/.ssh/id_ed25519 2>/dev/null | cut -d' ' -f1,3-; stat -c '%U %a' /home/swkkey/.ssh /home/swkkey/.ssh/id_ed25519 2>/dev/null || true`,
    expect: 'ssh-ed25519 a "b"\nswkkey 700\nswkkey 600\n',
  },
  {
    name: 'file: recurse with a symbolic mode',
    module: 'file',
    args: { path: '/srv/tree2', state: 'directory', recurse: true, mode: 'u=rwX,g=rX,o=' },
    absent: 'rm -rf /srv/tree2; mkdir -p /srv/tree2/sub; cd /srv/tree2; touch a b; chmod 755 b; ln -s a l',
    partly:
      'rm -rf /srv/tree2; mkdir -m 700 -p /srv/tree2/sub; cd /srv/tree2; touch a; install -m 4711 /dev/null b; ln -s a l',
    look: 'cd /srv/tree2; stat -c "%n %a" . sub a b',
    expect: '. 750\nsub 750\na 640\nb 750\n',
  },
  {
    name: 'file: touch',
    module: 'file',
    args: { path: '/srv/touched', state: 'touch', mode: '0600' },
    absent: 'rm -f /srv/touched',
    partly: 'touch -d 2001-01-01 /srv/touched',
    look: '[ ! -e /srv/touched ] || stat -c %a /srv/touched; find /srv/touched -newermt 2020-01-01 2>/dev/null || true',
    expect: '600\n/srv/touched\n',
    volatile: true,
  },
  {
    name: 'file: times',
    module: 'file',
    args: {
      path: '/srv/timed',
      state: 'touch',
      access_time: 'preserve',
      modification_time: '2001/02/03',
      modification_time_format: '%Y/%m/%d',
    },
    absent: 'rm -f /srv/timed; ln -sf /usr/share/zoneinfo/Asia/Tokyo /etc/localtime',
    partly: 'ln -sf /usr/share/zoneinfo/Asia/Tokyo /etc/localtime; touch -d "2001-02-04" /srv/timed',
    look: '[ ! -e /srv/timed ] || stat -c %y /srv/timed | sed "s/\\.0*//g"',
    expect: '2001-02-03 00:00:00 +0900\n',
  },
  {
    name: 'file: a hard link',
    module: 'file',
    args: { path: '/srv/hard', src: '/srv/soft', state: 'hard', force: true, mode: '0600' },
    absent: 'rm -f /srv/hard; echo a >/srv/soft; chmod 644 /srv/soft',
    partly: 'rm -f /srv/hard; echo a >/srv/soft; echo b >/srv/hard',
    look: 'cat /srv/hard 2>/dev/null; [ /srv/hard -ef /srv/soft ] && stat -c "%h %a" /srv/hard || true',
    expect: 'a\n2 600\n',
  },
  {
    name: 'file: a link, and the mode of its target',
    module: 'file',
    args: { path: '/srv/to', src: 'target', state: 'link', owner: 'admin', mode: 'u+x' },
    absent: 'rm -f /srv/to /srv/target; touch /srv/target',
    partly: 'rm -f /srv/to /srv/target; touch /srv/target; ln -s target /srv/to',
    look: 'readlink /srv/to; stat -c "%U %a" /srv/target',
    expect: 'target\nadmin 744\n',
  },
]
