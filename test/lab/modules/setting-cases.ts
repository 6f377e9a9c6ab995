import type { Case } from './case.ts'

export const settingCases: readonly Case[] = [
  {
    name: 'replace: every match, with groups',
    module: 'replace',
    args: { path: '/srv/replaced', regexp: '^(\\s*)old(.*)$', replace: '\\1new\\2', before: '^end' },
    absent: "printf 'old 1\\n  old 2\\nend\\nold 3\\n' >/srv/replaced",
    partly: "printf 'new 1\\n  old 2\\nend\\nold 3\\n' >/srv/replaced",
    look: 'cat /srv/replaced',
    expect: 'new 1\n  new 2\nend\nold 3\n',
  },
  {
    name: 'hostname',
    module: 'hostname',
    args: { name: 'matrix1' },
    absent: 'echo other >/etc/hostname',
    partly: 'echo another >/etc/hostname',
    look: 'cat /etc/hostname; hostname',
    expect: 'matrix1\nmatrix1\n',
  },
  {
    name: 'timezone',
    module: 'timezone',
    args: { name: 'Europe/Berlin' },
    absent: 'rm -f /etc/localtime; mkdir -p /usr/share/zoneinfo/Europe; touch /usr/share/zoneinfo/Europe/Berlin',
    partly: 'ln -sfn /usr/share/zoneinfo/Etc/UTC /etc/localtime',
    look: 'readlink /etc/localtime',
    expect: '/usr/share/zoneinfo/Europe/Berlin\n',
  },
  {
    name: 'sysctl: in the file and at work',
    module: 'sysctl',
    args: { name: 'net.ipv4.ip_default_ttl', value: 63, sysctl_file: '/etc/sysctl.d/90-swk.conf' },
    absent: 'rm -f /etc/sysctl.d/90-swk.conf; sysctl -qw net.ipv4.ip_default_ttl=64',
    partly:
      'printf "net.ipv4.ip_default_ttl = 62\\nvm.x=1\\n" >/etc/sysctl.d/90-swk.conf; sysctl -qw net.ipv4.ip_default_ttl=64',
    look: 'grep ttl /etc/sysctl.d/90-swk.conf; cat /proc/sys/net/ipv4/ip_default_ttl',
    expect: 'net.ipv4.ip_default_ttl=63\n63\n',
  },
  {
    name: 'apt_repository: a line in a file named after the URL',
    module: 'apt_repository',
    args: { repo: 'deb [trusted=yes] http://repo.example.org/debian stable main', update_cache: false },
    absent: 'rm -f /etc/apt/sources.list.d/repo_*',
    partly: 'echo "# ours" >/etc/apt/sources.list.d/repo_example_org_debian.list',
    look: 'grep ^deb /etc/apt/sources.list.d/repo_example_org_debian.list',
    expect: 'deb [trusted=yes] http://repo.example.org/debian stable main\n',
  },
  {
    name: 'deb822_repository',
    module: 'deb822_repository',
    args: { name: 'My repo', uris: 'http://repo.example.org', suites: ['stable'], components: 'main', enabled: false },
    absent: 'rm -f /etc/apt/sources.list.d/my-repo.sources',
    partly: 'echo x >/etc/apt/sources.list.d/my-repo.sources',
    look: 'cat /etc/apt/sources.list.d/my-repo.sources',
    expect:
      'Components: main\nEnabled: no\nX-Repolib-Name: My repo\nSuites: stable\nTypes: deb\nURIs: http://repo.example.org\n',
  },
  {
    name: 'cron: a job in a file',
    module: 'cron',
    args: { name: 'clean', cron_file: 'swk', user: 'admin', minute: '*/5', job: 'test -e /x && rm /x' },
    absent: 'mkdir -p /etc/cron.d; rm -f /etc/cron.d/swk',
    partly: "printf '#Ansible: clean\\n1 * * * * root false\\n' >/etc/cron.d/swk",
    look: 'cat /etc/cron.d/swk',
    expect: '#Ansible: clean\n*/5 * * * * admin test -e /x && rm /x\n',
  },
]
