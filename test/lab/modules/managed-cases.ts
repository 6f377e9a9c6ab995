import type { Case } from './case.ts'

const commit = 'git -c user.name=x -c user.email=x@example.org commit -q --allow-empty'
/** A repository with two commits, a tag on the first and a branch. */
const repository = `command -v git >/dev/null || apt-get install -qqy --no-install-recommends git >/dev/null 2>&1
rm -rf /srv/repo /srv/copy; git init -q -b main /srv/repo; cd /srv/repo; ${commit} -m one; git tag -a -m v1 v1 2>/dev/null || git tag v1; echo b >f; git add f; ${commit} -m two; git branch other`

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
    name: 'dpkg_selections: hold',
    module: 'dpkg_selections',
    args: { name: 'perl-base', selection: 'hold' },
    absent: 'apt-mark unhold perl-base >/dev/null',
    partly: 'echo perl-base install | dpkg --set-selections',
    look: 'apt-mark showhold',
    expect: 'perl-base\n',
  },
]
