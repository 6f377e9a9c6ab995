/** The module `uri` in playbooks, against a server on the host that answers with what it was asked. */
import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type LabHost, up } from '../../../src/lab/index.ts'
import { summary, tasks } from '../support/swk.ts'
import { type Workshop, workshop } from '../support/workshop.ts'

const name = 'uri1'
let host: LabHost
let shop: Workshop
beforeAll(async () => {
  host = await up({ name, image: 'base' })
  shop = await workshop([host], { user: 'admin' })
  await host.run(`cat >/srv/echo.pl <<'END'
${server}
END
systemd-run --quiet perl /srv/echo.pl; sleep 1`)
})
afterAll(async () => {
  shop?.remove()
  await host?.stop()
})

/** /file/PATH is a file of the host; /to/STATUS/PATH redirects; /status/STATUS answers with it; the rest is told as JSON. */
const server = String.raw`use IO::Socket::INET; use JSON::PP;
my $l = IO::Socket::INET->new(LocalPort => 8099, Listen => 9, ReuseAddr => 1) or die;
while (my $c = $l->accept) {
  my $first = <$c>; my ($method, $path) = split / /, $first; my %head;
  while (defined(my $line = <$c>)) { $line =~ s/\r?\n//; last if $line eq ""; my ($k, $v) = split /: /, $line, 2; $head{lc $k} = $v }
  read $c, my $body, $head{"content-length"} || 0;
  my $json = JSON::PP->new->canonical->encode({ method => $method, path => $path, body => $body, head => \%head });
  my ($status, $more) = (200, "Set-Cookie: a=b; Path=/\r\nX-Two: 1\r\nX-Two: 2\r\n");
  if ($path =~ m{^/to/(\d+)/(.*)}) { ($status, $more) = ($1, "Location: $2\r\n") }
  if ($path =~ m{^/file(/.*)} && open my $file, "<", $1) { local $/; $json = <$file> }
  if ($path =~ m{^/status/(\d+)}) { $status = $1 }
  print $c "HTTP/1.1 $status X\r\nContent-Type: application/json\r\nContent-Length: " . length($json) . "\r\n$more\r\n", $method eq "HEAD" ? "" : $json;
  close $c;
}`

const head = `- hosts: all
  become: true
  gather_facts: false
  vars: { base: "http://127.0.0.1:8099" }
  tasks:
`

test('redirects, authentication, forms and results', async () => {
  shop.file('files/part.txt', 'a part')
  const run = await shop.play(`${head}
    - uri: { url: "{{ base }}/to/302//over/there", url_username: u, url_password: p }
      register: r
    - assert:
        that:
          - r.redirected and r.json.path == '/over/there'
          - r.json.head.authorization == 'Basic dTpw'
    - uri: { url: "{{ base }}/to/301//abs?x=1", return_content: true }
      register: r
    - assert:
        that:
          - r.redirected and r.url == base ~ '/abs?x=1' and r.json.path == '/abs?x=1'
          - r.cookies.a == 'b' and r.cookies_string == 'a=b' and r.x_two == '1, 2'
          - r.content | from_json == r.json and r.msg is match('OK \\(\\d+ bytes\\)')
    - uri: { url: "{{ base }}/to/307//kept", method: POST, body: [[a, 'b c'], [a, 'd']], body_format: form-urlencoded, follow_redirects: all }
      register: r
    - assert: { that: ["r.json.method == 'POST'", "r.json.body == 'a=b+c&a=d'", r.redirected, "'content' not in r"] }
    - uri: { url: "{{ base }}/to/303//got", method: POST, body: x, follow_redirects: all }
      register: r
    - assert: { that: ["r.json.method == 'GET'", "r.json.body == ''"] }
    - uri: { url: "{{ base }}/to/302//not", method: POST, status_code: 302 }
      register: r
    - assert: { that: [not r.redirected, "r.location == '/not'"] }
    - uri: { url: "{{ base }}/to/302//not", follow_redirects: none, status_code: [302] }
    - uri:
        url: "{{ base }}/form"
        method: PUT
        body_format: form-multipart
        body: { text: some, file: { filename: part.txt }, given: { content: "<a/>", mime_type: text/xml, filename: 'x"y' } }
      register: r
    - assert:
        that:
          - r.json.head['content-type'] is match('multipart/form-data; boundary=')
          - |-
            r.json.body is search('name="file"; filename="part.txt"\\s+Content-Type: application/octet-stream\\s+a part')
          - |-
            r.json.body is search('name="text"\\s+Content-Type: text/plain\\s+some')
          - |-
            r.json.body is search('filename="x%22y"')
    - uri: { url: "{{ base }}/status/404" }
      register: r
      failed_when: r.status not in [200, 404]
    - assert: { that: [r.status == 404, "r.json.path == '/status/404'"] }
    - uri: { url: "{{ base }}/none", method: POST, creates: /etc/passwd }
      register: r
    - assert: { that: [r is not changed] }
`)
  expect(run.code, run.stdout).toBe(0)
})

test('what is requested goes into a file, once', async () => {
  const text = `${head}
    - uri: { url: "{{ base }}/saved", dest: /srv/, mode: "0640", http_agent: me }
      register: r
    - assert: { that: ["r.path == '/srv/saved'", "r.status == 200"] }
`
  const check = await shop.check(text)
  expect(tasks(check).map(({ status, because }) => because ?? status)).toEqual(['changed', 'ok'])
  const first = await shop.play(text)
  expect(first.code, first.stdout).toBe(0)
  expect((await host.run('stat -c %a /srv/saved; grep -o "\\"user-agent\\":\\"me\\"" /srv/saved')).stdout).toBe(
    '640\n"user-agent":"me"\n',
  )
  const again = await shop.play(text)
  expect(tasks(again).map(({ status }) => status)).toEqual(['ok', 'ok'])
  expect(summary(again, name).roundTrips).toBe(1)
})

test('archives of the project and of the web are unpacked, once', async () => {
  shop.file('files/tree/d/x y', 'hello\n')
  execFileSync('tar', ['czf', join(shop.folder, 'files/a.tar.gz'), '-C', join(shop.folder, 'files/tree'), 'd'])
  await host.run('cd /srv; mkdir -p e one two; echo web >e/f; tar czf web.tar.gz e')
  const text = `${head}
    - unarchive: { src: a.tar.gz, dest: /srv/one, owner: admin }
    - unarchive: { src: "{{ base }}/file/srv/web.tar.gz", dest: /srv/two, remote_src: true }
      register: r
    - assert: { that: ["r.dest == '/srv/two'", "r.state == 'directory'"] }
`
  const check = await shop.check(text)
  expect(tasks(check).map(({ status }) => status)).toEqual(['changed', 'changed', 'unknown'])
  const first = await shop.play(text)
  expect(first.code, first.stdout).toBe(0)
  const look = 'cat "/srv/one/d/x y" /srv/two/e/f; stat -c %U "/srv/one/d/x y"; stat -c %a /var/cache/swk/archives/*'
  expect((await host.run(look)).stdout).toBe('hello\nweb\nadmin\n600\n600\n')
  const again = await shop.play(text)
  expect(tasks(again).map(({ status }) => status)).toEqual(['ok', 'ok', 'ok'])
  expect(summary(again, name).roundTrips).toBe(1)
})
