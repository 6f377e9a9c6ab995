/** What a play changes is noted on the host, and `swk rollback` takes it back. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type LabHost, up } from '../../../src/lab/index.ts'
import { type SwkRun, summary, swk, tasks } from '../support/swk.ts'
import { type Workshop, workshop } from '../support/workshop.ts'

const name = 'rb1'
let host: LabHost
let shop: Workshop
beforeAll(async () => {
  host = await up({ name, image: 'base' })
  shop = await workshop([host])
})
afterAll(async () => {
  shop?.remove()
  await host?.stop()
})

const said = async (script: string): Promise<string> => (await host.run(script)).stdout.trim()
const rollback = (...args: readonly string[]): Promise<SwkRun> =>
  swk('rollback', '-i', shop.inventory, '--limit', name, '--reporter', 'json', ...args)
const play = (text: string, ...args: readonly string[]): Promise<SwkRun> =>
  shop.play(`- hosts: all\n  become: true\n  tasks:\n${text}`, ...args)
const results = (run: SwkRun) => tasks(run).map(({ task, status, diff }) => ({ task, status, diff }))

/** All of the host that a play of these tests touches: names, types, modes, owners, contents. */
const fingerprint = (): Promise<string> =>
  said(`find /srv /etc /home -xdev ! -name '*.cache' ! -path '/etc/.pwd.lock' ! -name '*-' \\
  -printf '%p %y %m %u %g %l\\n' | sort
find /srv /etc /home -xdev -type f ! -name '*.cache' ! -name '*-' -print0 | sort -z | xargs -0 sha256sum
dpkg-query -W -f '\${Package} \${Version} \${Status}\\n'; getent passwd; getent group
systemctl show -p ActiveState,UnitFileState rb.service`)

const everything = `
    - { name: A directory, file: { path: /srv/new, state: directory, mode: "0750" } }
    - { name: A file in it, copy: { dest: /srv/new/a, content: "new\\n" } }
    - { name: An edit, lineinfile: { path: /srv/app.conf, line: mine=1 } }
    - { name: Three lines, lineinfile: { path: /srv/app.conf, line: "{{ item }}" }, loop: [a=1, b=2, c=3] }
    - { name: A mode, file: { path: /srv/app.conf, mode: "0600", owner: daemon } }
    - { name: A binary file, copy: { dest: /srv/binary, content: "text now\\n" } }
    - { name: A link, file: { src: /srv/new, dest: /srv/current, state: link, force: true } }
    - { name: A tree, file: { path: /srv/tree, state: absent } }
    - { name: A lost link, file: { path: /srv/gone, state: absent } }
    - { name: A group, group: { name: club } }
    - { name: A user, user: { name: jo, groups: [club], append: true } }
    - { name: A file of the user, copy: { dest: /home/jo/note, content: hi, owner: jo } }
    - { name: A unit, copy: { dest: /etc/systemd/system/rb.service, content: "[Service]\\nExecStart=/bin/sleep inf\\n[Install]\\nWantedBy=multi-user.target\\n" } }
    - { name: It runs, systemd: { name: rb, state: started, enabled: true, daemon_reload: true } }
    - { name: A package, apt: { name: jq } }
    - { name: A command, command: { cmd: touch /srv/new/created, creates: /srv/new/created } }
`

describe('a run that changes much', () => {
  let before = ''
  beforeAll(async () => {
    await said(`printf 'old=1\\n' >/srv/app.conf; chmod 0640 /srv/app.conf; printf 'a\\0b' >/srv/binary
mkdir -p /srv/tree/x; echo y >/srv/tree/x/y; chown -R daemon:adm /srv/tree/x; chmod 2770 /srv/tree/x
ln -s /srv/tree /srv/current; ln -s nowhere /srv/gone`)
    before = await fingerprint()
  })

  test('is taken back as a whole, in a check as in the play', async () => {
    const run = await play(everything)
    expect(run.code).toBe(0)
    expect(await fingerprint()).not.toBe(before)
    const after = await fingerprint()
    const check = await rollback('--check')
    expect(await fingerprint()).toBe(after)
    const back = await rollback()
    expect(back.code, back.stdout).toBe(0)
    expect(await fingerprint()).toBe(before)
    expect(results(back)).toEqual(results(check))
  })

  test('taking back is a run that can be taken back', async () => {
    const back = await rollback()
    expect(back.code, back.stdout).toBe(0)
    expect(await said('cat /srv/app.conf /srv/new/a; systemctl is-active rb; command -v jq; id -nG jo')).toBe(
      'old=1\nmine=1\na=1\nb=2\nc=3\nnew\nactive\n/usr/bin/jq\njo club',
    )
    expect((await rollback()).code).toBe(0)
    expect(await fingerprint()).toBe(before)
  })
})

test('a play that changes nothing, and a check, leave no trace and cost nothing', async () => {
  const text = `    - { name: A file, copy: { dest: /srv/quiet, content: x } }
    - { name: A look, command: whoami, changed_when: false }\n`
  const runs = 'ls /var/lib/swk/journal/runs | wc -l'
  const first = await said(runs)
  await shop.check(`- hosts: all\n  become: true\n  tasks:\n${text}`)
  expect(await said(runs)).toBe(first)
  expect(summary(await play(text), name).changed).toBe(1)
  expect(Number(await said(runs))).toBe(Number(first) + 1)
  const again = await play(text)
  expect(summary(again, name).changed).toBe(0)
  expect(Number(await said(runs))).toBe(Number(first) + 1)
})

describe('what has moved since', () => {
  const text = `    - { name: One, copy: { dest: /srv/one, content: "{{ v }}" } }
    - { name: Two, copy: { dest: /srv/two, content: "{{ v }}" } }\n`
  test('is refused, item by item', async () => {
    await play(text, '-e', 'v=1')
    await play(text, '-e', 'v=2')
    await said('echo theirs >/srv/one')
    const run = await rollback()
    expect(run.code).toBe(2)
    expect(tasks(run, 'failed').map(({ task, error }) => [task, error?.code, error?.hint])).toEqual([
      ['Take back: One', 'refused', "--force 'path:/srv/one' takes it back all the same"],
    ])
    expect(await said('cat /srv/one /srv/two')).toBe('theirs\n1')
  })

  test('is taken back by force, and with it what later runs did to it', async () => {
    const [first] = (await said('ls /var/lib/swk/journal/runs | tail -n 3')).split('\n')
    const refused = await rollback('--run', first ?? '', '--check')
    expect(tasks(refused, 'failed').map(({ task }) => task)).toContain('Take back: One')
    const run = await rollback('--run', first ?? '', '--force', 'path:/srv/one')
    expect(run.code, run.stdout).toBe(0)
    expect(await said('ls /srv/one /srv/two 2>&1 | wc -l; ls -d /srv/one /srv/two 2>/dev/null')).toBe('2')
  })
})

test('the journal is for root alone, and has no secret in it', async () => {
  const secret = 'canary-8472'
  await play(
    `    - { name: Hidden, command: { cmd: "sh -c 'echo ${secret} >/dev/null'" }, no_log: true }
    - { name: Fed, command: { cmd: cat, stdin: ${secret} } }
    - { name: A file, copy: { dest: /srv/secret, content: ${secret}, mode: "0600" }, no_log: true }\n`,
  )
  expect(await said(`grep -rl ${secret} /var/lib/swk | wc -l`)).toBe('0')
  expect(await said("stat -c '%a %U' /var/lib/swk/journal; find /var/lib/swk/journal/runs -perm /077 | wc -l")).toBe(
    '700 root\n0',
  )
})

test('the history lists the runs of a host, and shows what one has changed', async () => {
  await said('echo old >/srv/told')
  await play('    - { name: Told, copy: { dest: /srv/told, content: "new\\n" } }\n')
  const list = await swk('history', '-i', shop.inventory, '--reporter', 'json')
  const runs = list.events.filter(event => event.type === 'run')
  const last = runs.at(-1)
  expect(last).toMatchObject({
    host: name,
    changes: 1,
    end: 'done',
    playbook: expect.stringMatching(/playbook\d+\.yaml$/),
  })
  const shown = await swk('history', '-i', shop.inventory, '--reporter', 'json', last?.run ?? '')
  expect(tasks(shown).map(({ task, diff }) => ({ task, diff }))).toMatchObject([
    { task: 'Told', diff: [{ path: '/srv/told', before: 'old\n', after: 'new\n' }] },
  ])
  expect((await swk('history', '-i', shop.inventory)).stdout).toContain(last?.run)
})

describe('a play that fails', () => {
  const text = (how: string) => `- hosts: all
  become: true
  ${how}
  tasks:
    - { name: One, copy: { dest: /srv/failing, content: new }, notify: told }
    - { name: A package, apt: { name: jq } }
    - { name: Fails, command: "false" }
  handlers:
    - { name: told, command: touch /srv/told-late }
`
  test('takes back what it has changed with `rollback: true`', async () => {
    await said(
      'echo old >/srv/failing; apt-get -y -q purge jq >/dev/null 2>&1; apt-get -y -q autoremove >/dev/null 2>&1',
    )
    const before = await fingerprint()
    const run = await shop.play(text('rollback: true'))
    expect(run.code).toBe(2)
    expect(tasks(run, 'changed').map(({ task }) => task)).toEqual([
      'One',
      'A package',
      'Take back: A package',
      'Take back: One',
    ])
    expect(run.events.find(event => event.type === 'host:end')).not.toHaveProperty('takeBack')
    expect(await fingerprint()).toBe(before)
    expect(await said('ls /var/lib/swk')).toBe('journal')
  })

  test('names the command that takes it back without', async () => {
    const run = await shop.play(text('rollback: true'), '--no-rollback')
    expect(run.code).toBe(2)
    const end = run.events.find(event => event.type === 'host:end')
    expect(end).toMatchObject({ status: 'failed', changes: 3 })
    const [, ...words] = String(end?.type === 'host:end' && end.takeBack).split(' ')
    expect(await said('cat /var/lib/swk/notified/*')).toContain('told')
    expect((await swk(...words, '--reporter', 'json')).code).toBe(0)
    expect(await said('ls /var/lib/swk')).toBe('journal')
    expect(await said('cat /srv/failing; dpkg -s jq libjq1 2>/dev/null')).toBe('old')
  })

  test('a play that did not get to the end of its changes is taken back as far as it got', async () => {
    const run = await shop.play(
      `- hosts: all
  become: true
  rollback: true
  tasks:
    - { name: One, copy: { dest: /srv/failing, content: new } }
    - { name: Two, copy: { dest: /srv/failing, content: bad, validate: "false %s" } }
`,
    )
    expect(run.code).toBe(2)
    expect(await said('cat /srv/failing')).toBe('old')
  })
})

test.each([
  ['cannot be written', 'chattr +i runs', 'chattr -i runs', /runs\/\S+: Operation not permitted$/m],
  [
    'is on a full disk',
    'mount -t tmpfs -o size=16k none /var/lib/swk; head -c 16384 /dev/zero >/var/lib/swk/fill',
    'cd /; umount /var/lib/swk',
    /No space left on device$/m,
  ],
])('nothing is changed where the journal %s, no later item of a loop either', async (_, block, free, cause) => {
  await said(`mkdir -p -m 700 /var/lib/swk/journal/runs; cd /var/lib/swk/journal; ${block}`)
  const run = await play(`
    - { name: Loop, command: "touch /srv/loop-{{ item }}", loop: [one, two, three], ignore_errors: true, register: r }
    - { name: Not one, fail: { msg: changed }, when: r is changed }
    - { name: A file, copy: { dest: /srv/loop-file, content: x } }
`)
  await said(`cd /var/lib/swk/journal; ${free}`)
  expect(run.code).toBe(2)
  expect(await said('ls /srv/loop-* 2>/dev/null')).toBe('')
  const failed = tasks(run, 'failed')
  expect(failed.map(one => one.task)).toEqual(['Loop', 'A file'])
  for (const { error, diff, outcome } of failed) {
    expect(error?.message).toMatch(cause)
    expect(error?.message).toContain('/var/lib/swk/journal')
    expect([diff, outcome]).toEqual([[], undefined])
  }
  expect(failed[0]?.items?.map(one => one.outcome)).toEqual(['not-run', 'not-run', 'not-run'])
  expect(summary(run, name)).toMatchObject({ changed: 0, failed: 1, ignored: 1 })
  const end = run.events.find(event => event.type === 'host:end')
  expect(Object.keys(end ?? {})).toEqual(['type', 'host', 'status'])
})

test('handlers that cannot be noted keep the change from being made, and the error says why', async () => {
  await said('mkdir -p /var/lib/swk; touch /var/lib/swk/notified')
  const run = await shop.play(`- hosts: all
  become: true
  tasks:
    - { name: Silent, copy: { dest: /srv/silent, content: x } }
    - { name: Told, copy: { dest: /srv/told-of, content: x }, notify: told }
  handlers:
    - { name: told, command: "true" }
`)
  await said('rm /var/lib/swk/notified')
  expect(tasks(run).map(({ task, status }) => `${task} ${status}`)).toEqual(['Silent changed', 'Told failed'])
  expect(tasks(run)[1]?.error?.message).toMatch(/^note which handlers are due: exit \d+\n.*notified.*: File exists$/)
  expect(run.events.find(event => event.type === 'host:end')).toMatchObject({ status: 'failed', changes: 1 })
  expect(await said('ls /srv/silent /srv/told-of 2>/dev/null; rm /srv/silent')).toBe('/srv/silent')
})

test('the last three runs are kept, whatever their size', async () => {
  const text = `    - { name: Large, copy: { dest: /srv/large, content: "{{ v * 90000 }}" } }\n`
  const all = await said('ls /var/lib/swk/journal/runs')
  await said(`cd /var/lib/swk/journal/runs; touch -d '40 days ago' *`)
  await play(text, '-e', 'v=a')
  const rest = (await said('ls /var/lib/swk/journal/runs')).split('\n')
  expect(rest.length).toBe(4)
  expect(rest.slice(0, 3)).toEqual(all.split('\n').slice(-3))
  const dangling = await said(`cd /var/lib/swk/journal; for k in kept/*; do
  case $k in *.*) [ -e "runs/$(basename "\${k%%.*}")" ];; *) grep -rqF "$(basename "$k")" runs;; esac || echo "$k"; done`)
  expect(dangling).toBe('')
})

test('a run whose last line is cut, where the disk was full, is taken back', async () => {
  await play('    - { name: Cut, copy: { dest: /srv/cut, content: "x" } }\n')
  await said(`cd /var/lib/swk/journal/runs; f=$(ls | tail -n 1); sed -i '$d' $f; printf '{"task":"Ne' >>$f`)
  expect((await rollback()).code).toBe(0)
  expect(await said('ls /srv/cut 2>/dev/null')).toBe('')
})

test('a file of the journal without the first line of a run is passed over', async () => {
  const text = `    - { name: Whole, copy: { dest: /srv/whole, content: "{{ v }}" } }\n`
  await play(text, '-e', 'v=a')
  const whole = `cd /var/lib/swk/journal/runs; grep -l '"who".*}$' *`
  const first = (await said(whole)).split('\n').at(-1) ?? ''
  await said(`cd /var/lib/swk/journal/runs
printf '{"end":"failed","at":"2026-01-01T00:00:00.000Z"}\n' >99990101T000000000-00
printf '{"run":"99990101T000000000-01","at' >99990101T000000000-01
printf '{"run":"9{"end":"failed","at":"2026-01-01T00:00:00.000Z"}\n' >99990101T000000000-02
: >99990101T000000000-03
touch -d '40 days ago' *`)
  await play(text, '-e', 'v=b')
  const kept = (await said(whole)).split('\n')
  expect(kept).toContain(first)
  const history = await swk('history', '-i', shop.inventory, '--reporter', 'json')
  expect(history.events.flatMap(one => (one.type === 'run' ? [one.run] : []))).toEqual(kept)
  expect((await swk('history', '-i', shop.inventory)).code).toBe(0)
  const unknown = await rollback('--run', '99990101T000000000-00')
  expect(tasks(unknown)[0]?.error?.hint).toBe(`its last runs are ${kept.slice(-3).join(', ')}`)
  expect((await rollback('--run', first)).code).toBe(0)
  expect(await said('ls /srv/whole 2>/dev/null; rm /var/lib/swk/journal/runs/9999*')).toBe('')
})

test('a run that is not there is named', async () => {
  const run = await rollback('--run', '20200101T000000Z-0000')
  expect(run.code).toBe(2)
  expect(tasks(run, 'failed')[0]?.error?.message).toBe('the journal of this host has no run 20200101T000000Z-0000')
})

describe('what the law of rollbacks has found', () => {
  const unit = '/etc/systemd/system/rb2.service'
  const masked = `printf '[Service]\\nExecStart=/bin/sleep inf\\n' >/usr/lib/systemd/system/rb2.service
systemctl daemon-reload; systemctl start rb2; systemctl mask -q rb2`
  const removed = `rm -f ${unit}; printf '[Service]\\nExecStart=/bin/sleep inf\\n' >${unit}; systemctl daemon-reload; systemctl start rb2`

  test.each([
    ['a unit that ran while it was masked', masked, '- systemd: { name: rb2, state: stopped }'],
    [
      'a unit whose mask lies where its file was',
      `systemctl unmask -q rb2; ${removed}`,
      `- file: { path: ${unit}, state: absent }\n    - systemd: { name: rb2, state: stopped, masked: true }`,
    ],
    [
      'an enabled unit whose file lost its [Install]',
      `systemctl unmask -q rb2; systemctl stop rb2; printf '[Service]\\nExecStart=/bin/sleep inf\\n[Install]\\nWantedBy=multi-user.target\\n' >${unit}; systemctl daemon-reload`,
      `- systemd: { name: rb2, state: started, enabled: true }\n    - copy: { dest: ${unit}, content: "[Service]\\nExecStart=/bin/sleep inf\\n" }`,
    ],
    [
      'a package that came with another, and was there before',
      'apt-get purge -qq -y jq libjq1 libonig5 >/dev/null 2>&1',
      '- apt: { name: libonig5 }\n    - apt: { name: libonig5, state: absent }\n    - apt: { name: jq }',
    ],
    [
      'a link in a directory that was removed',
      'mkdir /srv/held',
      '- file: { path: /srv/held/x, src: y, state: link, force: true }\n    - file: { path: /srv/held, state: absent }',
    ],
    [
      'a file in the home of a user who gets another number and another home',
      'useradd -m -u 4101 rbu',
      '- copy: { dest: /home/rbu/x, content: x, owner: rbu }\n    - user: { name: rbu, uid: 4102, home: /home/rbv, create_home: false }',
    ],
    [
      'links in a directory that others can write to, made through another link',
      'mkdir -m 2770 /srv/shared; ln -s shared /srv/way',
      '- file: { path: /srv/way/e, src: /srv, state: link }\n    - file: { path: /srv/further, src: way/e, state: link }',
    ],
  ])('%s', async (_name, arrange, text) => {
    const look = () =>
      said(
        'systemctl show -p ActiveState,LoadState,UnitFileState rb2; dpkg-query -W | grep -e jq -e onig; ls -l /home/rbu /srv/held /srv/shared /srv/further',
      )
    await said(arrange)
    const before = await look()
    const played = await play(`    ${text}\n`)
    expect(played.code, played.stdout).toBe(0)
    const check = await rollback('--check')
    const back = await rollback()
    expect(back.code, back.stdout).toBe(0)
    expect(await look()).toBe(before)
    const foreseen = results(check)
    const known = (_: unknown, i: number) => foreseen[i]?.status !== 'unknown'
    expect(results(back).filter(known)).toEqual(foreseen.filter(known))
  })

  test('a directory in one that only grows stays, which the check says', async () => {
    await said('mkdir /srv/grows; chattr +a /srv/grows')
    const text = '    - file: { path: /srv/grows/new, state: directory }\n'
    const cannot = [['/srv/grows is append-only: nothing is removed from it']]
    const check = await shop.check(`- hosts: all\n  become: true\n  tasks:\n${text}`)
    const played = await play(text)
    for (const run of [check, played]) expect(tasks(run, 'changed').map(({ cannotUndo }) => cannotUndo)).toEqual(cannot)
    expect((await rollback()).code).toBe(0)
    expect(await said('chattr -a /srv/grows; ls /srv/grows')).toBe('new')
  })

  test('what comes back with a package that is there only for a moment', async () => {
    await said('apt-get purge -qq -y jq libjq1 libonig5')
    expect((await play('    - apt: { name: jq }\n    - apt: { name: jq, state: absent }\n')).code).toBe(0)
    await said('apt-get purge -qq -y libjq1 libonig5')
    const check = await rollback('--check')
    const back = await rollback()
    expect(back.code, back.stdout).toBe(0)
    expect(results(back)).toEqual(results(check))
    expect(await said('dpkg-query -W | grep -e jq -e onig')).toBe('')
  })

  test('a file with hard links comes back as one of its own, which the check says', async () => {
    await said('echo one >/srv/linked; ln /srv/linked /srv/other')
    const text = '    - file: { path: /srv/linked, state: absent }\n'
    const check = await shop.check(`- hosts: all\n  become: true\n  tasks:\n${text}`)
    expect(tasks(check, 'changed').map(({ cannotUndo }) => cannotUndo)).toEqual([
      ['/srv/linked has other names (hard links); it comes back as a file of its own'],
    ])
    expect((await play(text)).code).toBe(0)
    expect((await rollback()).code).toBe(0)
    expect(await said('cat /srv/linked; stat -c %h /srv/linked')).toBe('one\n1')
  })
})
