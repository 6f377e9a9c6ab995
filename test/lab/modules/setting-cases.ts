import type { Case } from './case.ts'

/** A web server for one file, in what every Debian has; it answers until the host goes. */
const serve = String.raw`{ setsid perl -e 'use IO::Socket::INET; my $l = IO::Socket::INET->new(LocalAddr => "127.0.0.1", LocalPort => 8088, Listen => 9, ReuseAddr => 1) or die; while (my $c = $l->accept) { while (<$c>) { last if /^\r?$/ } print $c "HTTP/1.1 200 OK\r\nContent-Length: 6\r\nConnection: close\r\n\r\nhello\n"; close $c }' >/dev/null 2>&1 </dev/null & sleep 1; }`

/** Another one, for who knows the password; it has a file of checksums too. */
const serveWithPassword = String.raw`{ setsid perl -e 'use IO::Socket::INET; my $l = IO::Socket::INET->new(LocalAddr => "127.0.0.1", LocalPort => 8089, Listen => 9, ReuseAddr => 1) or die; while (my $c = $l->accept) { my $r = ""; while (<$c>) { $r .= $_; last if /^\r?$/ } my $b = $r =~ m{/sums} ? "x  other\n5891b5b522d5df086d0ff0b110fbd9d21bb4fc7163af34d08286a2e846f6be03  x\n" : "hello\n"; my $s = $r =~ /Basic dTpw/ && $r =~ /User-Agent: swk-test/ ? "200 OK" : "401 Unauthorized"; print $c "HTTP/1.1 $s\r\nContent-Length: " . length($b) . "\r\nConnection: close\r\n\r\n$b"; close $c }' >/dev/null 2>&1 </dev/null & sleep 1; }`

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
    name: 'deb822_repository: with the URL of a key',
    module: 'deb822_repository',
    args: { name: 'keyed', uris: 'http://repo.example.org', suites: './', signed_by: 'http://127.0.0.1:8088/x' },
    absent: `${serve}; rm -f /etc/apt/sources.list.d/keyed.sources /etc/apt/keyrings/keyed.asc`,
    partly: `${serve}; rm -f /etc/apt/keyrings/keyed.asc; echo x >/etc/apt/sources.list.d/keyed.sources`,
    look: 'grep ^Signed-By /etc/apt/sources.list.d/keyed.sources && cat /etc/apt/keyrings/keyed.asc || true',
    expect: 'Signed-By: /etc/apt/keyrings/keyed.asc\nhello\n',
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
  {
    name: 'get_url: a file with another checksum is replaced',
    module: 'get_url',
    args: {
      url: 'http://127.0.0.1:8088/x',
      dest: '/srv/fetched',
      mode: '0640',
      group: 'operator',
      checksum: 'sha256:5891b5b522d5df086d0ff0b110fbd9d21bb4fc7163af34d08286a2e846f6be03',
    },
    absent: `${serve}; rm -f /srv/fetched`,
    partly: 'echo other >/srv/fetched',
    look: "cat /srv/fetched; stat -c '%a %U:%G' /srv/fetched; ls /srv/fetched.* 2>/dev/null",
    expect: 'hello\n640 root:operator\n',
  },
  {
    name: 'get_url: with a password, and the URL of a checksum',
    module: 'get_url',
    args: {
      ...{ url: 'http://127.0.0.1:8089/x', dest: '/srv/secured', username: 'u', password: 'p', http_agent: 'swk-test' },
      ...{ checksum: 'sha256:http://127.0.0.1:8089/sums' },
    },
    absent: `${serveWithPassword}; rm -f /srv/secured`,
    partly: `${serveWithPassword}; rm -f /srv/secured`,
    look: 'cat /srv/secured 2>/dev/null || true',
    expect: 'hello\n',
  },
  {
    name: 'known_hosts: another key of the same type is replaced',
    module: 'known_hosts',
    args: { name: 'h.example.org', key: 'h.example.org ssh-ed25519 AAAA', path: '/srv/known' },
    absent: 'rm -f /srv/known',
    partly: "printf 'h.example.org ssh-rsa BBBB\\nh.example.org ssh-ed25519 CCCC\\n' >/srv/known",
    look: 'grep ed25519 /srv/known',
    expect: 'h.example.org ssh-ed25519 AAAA\n',
  },
]
