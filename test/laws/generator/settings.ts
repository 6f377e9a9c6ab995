/** Settings of the host in files that several modules share: cron, sysctl, ssh, apt, debconf, names. */
import fc from 'fast-check'
import { type Action, lenient, type Topic } from './topic.ts'

const present = fc.constantFrom('present', 'absent')
const flag = fc.boolean()
const act = (module: string, subject: string, args: object): Action => ({ task: { [module]: args }, about: [subject] })

const job = fc.record(
  { job: fc.constantFrom('true', 'echo "a" %'), minute: fc.constantFrom('*', '5'), disabled: flag },
  { requiredKeys: ['job'] },
)
const cronPlace = fc.constantFrom({ cron_file: 'toy', user: 'root' }, { user: 'admin' }, {})
const sysctlFile = fc.constantFrom('/etc/sysctl.d/90-toy.conf', '/etc/sysctl.conf')
const knownFile = fc.constantFrom('/etc/ssh/ssh_known_hosts', '{{ folder }}/known')
const hosts = ['one.example.org', 'two.example.org'] as const
const suites = fc.constantFrom('stable', 'testing')
const question = fc.constantFrom('toy/one', 'toy/two')
const selection = fc.constantFrom('hold', 'install')

const lines = {
  'crontab of root': 'printf "#Ansible: one\\n* * * * * true\\n" >/var/spool/cron/crontabs/root',
  'crontab of admin':
    'printf "X=1\\n" >/var/spool/cron/crontabs/admin; chown admin:crontab /var/spool/cron/crontabs/admin; chmod 600 /var/spool/cron/crontabs/admin',
  'cron file': 'printf "#Ansible: one\\n1 * * * * root false\\n" >/etc/cron.d/toy',
  sysctl: 'echo net.ipv4.ip_default_ttl=63 >/etc/sysctl.d/90-toy.conf',
  'running value': 'sysctl -qw net.ipv4.ip_default_ttl=63',
  'known host': `echo "${hosts[0]} ssh-rsa CCCC" >/etc/ssh/ssh_known_hosts`,
  source: 'echo "# ours" >/etc/apt/sources.list.d/toy.sources',
  list: 'echo "deb http://toy.example.org stable main" >/etc/apt/sources.list.d/toy_example_org.list',
  hold: 'echo "libc6 hold" | dpkg --set-selections',
  answer: 'echo "toy toy/one string first" | debconf-set-selections',
  name: 'echo toy >/etc/hostname; hostname toy',
  zone: 'ln -sfn /usr/share/zoneinfo/Etc/UTC /etc/localtime',
} as const

const reset = `rm -f /etc/cron.d/toy /var/spool/cron/crontabs/* /etc/sysctl.d/90-toy.conf /etc/ssh/ssh_known_hosts /etc/apt/sources.list.d/*toy* /etc/sysctl.conf
sysctl -qw net.ipv4.ip_default_ttl=64; echo "libc6 install" | dpkg --set-selections; echo PURGE | debconf-communicate toy; cp /srv/laws/hostname /etc/hostname; hostname $(cat /srv/laws/hostname); rm -f /etc/localtime`

export const settings: Topic = {
  name: 'settings',
  furnish: `mkdir -p /srv/laws; hostname >/srv/laws/hostname; groupadd -f crontab; mkdir -p /etc/cron.d /var/spool/cron/crontabs /usr/share/zoneinfo/Europe /usr/share/zoneinfo/Etc
touch /usr/share/zoneinfo/Europe/Berlin /usr/share/zoneinfo/Etc/UTC`,
  state: fc.subarray(Object.values(lines)).map(all => ({ script: lenient(reset, ...all) })),
  look: `for f in /etc/cron.d/toy /var/spool/cron/crontabs/* /etc/sysctl.d/90-toy.conf /etc/sysctl.conf /etc/ssh/ssh_known_hosts /etc/apt/sources.list.d/* /etc/hostname; do
[ ! -e $f ] || { stat -c '%n %a %U:%G' $f; cat $f; }; done; hostname; readlink /etc/localtime; cat /proc/sys/net/ipv4/ip_default_ttl; dpkg --get-selections libc6; debconf-show toy 2>/dev/null | sort; :`,
  actions: [
    fc.tuple(fc.constantFrom('one', 'two'), job, cronPlace, present).map(([name, more, place, state]) =>
      act('cron', `cron ${place.cron_file ?? place.user ?? 'root'}`, {
        name,
        ...(state === 'present' ? more : { state }),
        ...place,
      }),
    ),
    fc
      .tuple(fc.constantFrom(62, 63, 64), sysctlFile, flag, flag)
      .map(([value, sysctl_file, sysctl_set, reload]) =>
        act('sysctl', 'sysctl', { name: 'net.ipv4.ip_default_ttl', value, sysctl_file, sysctl_set, reload }),
      ),
    sysctlFile.map(sysctl_file =>
      act('sysctl', 'sysctl', { name: 'net.ipv4.ip_default_ttl', sysctl_file, state: 'absent' }),
    ),
    fc
      .tuple(fc.constantFrom(...hosts), fc.constantFrom('ssh-rsa AAAA', 'ssh-ed25519 BBBB'), knownFile, present)
      .map(([name, key, path, state]) =>
        act('known_hosts', 'known', { name, path, ...(state === 'present' ? { key: `${name} ${key}` } : { state }) }),
      ),
    fc.tuple(suites, flag, present).map(([suites, enabled, state]) =>
      act('deb822_repository', 'sources', {
        name: 'toy',
        uris: 'http://toy.example.org',
        suites: [suites],
        components: 'main',
        enabled,
        state,
      }),
    ),
    fc.tuple(suites, present).map(([suite, state]) =>
      act('apt_repository', 'sources', {
        repo: `deb http://toy.example.org ${suite} main`,
        state,
        update_cache: false,
      }),
    ),
    fc
      .tuple(question, fc.constantFrom('first', 'second'))
      .map(([question, value]) => act('debconf', 'debconf', { name: 'toy', question, vtype: 'string', value })),
    selection.map(selection => act('dpkg_selections', 'libc6', { name: 'libc6', selection })),
    fc.constantFrom('toy', 'toy.example.org').map(name => act('hostname', 'name', { name })),
    fc.constantFrom('Europe/Berlin', 'Etc/UTC').map(name => act('timezone', 'zone', { name })),
  ],
}
