/** Rows of the fault table about runs: connections, interruptions, other runs, logins. */
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { expect } from 'vitest'
import { tasks } from '../lab/support/swk.ts'
import { proxyTo } from '../lab/transport/proxy.ts'
import { type At, expectFailure, expectNoTrace, failures } from './at.ts'

const copy = (path: string, content = 'x'): string =>
  `    - { name: Copy, copy: { dest: ${path}, content: ${JSON.stringify(content)} } }\n`
const slow = '    - { name: Slow, command: sleep 3, changed_when: false }\n'

/** Resolves with the first lines that swk prints: the play has started. */
const started = (child: ReturnType<At['start']>['child']) => once(child.stdout as NodeJS.ReadableStream, 'data')

export const runCells: Readonly<Record<string, (at: At) => Promise<void>>> = {
  async connection(here) {
    for (const how of ['reset', 'end'] as const) {
      // A check is cut while it logs in, a play in a task.
      const proxy = await proxyTo(here.host.address, here.mode === 'check' ? { bytes: 2500, how } : undefined)
      const known = readFileSync(here.host.knownHosts, 'utf8').replaceAll(
        here.host.address,
        `[127.0.0.1]:${proxy.port}`,
      )
      const { child, ended } = here.start(
        `${copy('/srv/cut')}${slow}`,
        ...['-e', `ssh_host=127.0.0.1 ssh_port=${proxy.port} ssh_known_hosts=${here.shop.file('known', known)}`],
      )
      child.stdout?.on('data', (chunk: Buffer) => {
        if (chunk.includes('"task:start"') && chunk.includes('"Slow"')) proxy.break(how)
      })
      const run = await ended
      proxy.close()
      expectFailure(run, /127\.0\.0\.1/, 4)
    }
    await expectNoTrace(here)
  },
  async kill(here) {
    const { child, ended } = here.start(`${copy('/srv/killed', 'y'.repeat(100_000))}${slow}`)
    await started(child)
    child.kill('SIGKILL')
    await ended
    await expectNoTrace(here)
    expect((await here.run(copy('/srv/killed', 'z'))).code).toBe(0)
  },
  async interrupt(here) {
    const { child, ended } = here.start(`${slow}${copy('/srv/late')}`)
    await started(child)
    child.kill('SIGINT')
    const run = await ended
    // A check may have come to its end by then.
    expect([130, ...(here.mode === 'check' ? [0] : [])]).toContain(run.code)
    expect(await here.said('ls /srv/late 2>/dev/null')).toBe('')
    await expectNoTrace(here)
  },
  async sudo(here) {
    if (here.user === 'root') return
    if (here.user === 'operator') {
      const run = await here.run(copy('/srv/s'), '-e', 'become_password=wrong-4711')
      expectFailure(run, /password/i)
      expect(run.stdout + run.stderr).not.toContain('wrong-4711')
      return
    }
    await here.said("echo 'admin ALL=(ALL:ALL) !ALL' >/etc/sudoers.d/zz-denied")
    const run = await here.run(copy('/srv/s'))
    await here.said('rm /etc/sudoers.d/zz-denied')
    expectFailure(run, /sudo/i)
  },
  async 'host-key'(here) {
    const other = (
      await here.said('rm -f /tmp/k; ssh-keygen -q -t ed25519 -N "" -f /tmp/k; cut -d" " -f1,2 /tmp/k.pub')
    ).trim()
    const file = here.shop.file('other_hosts', `${here.host.address} ${other}\n`)
    expectFailure(await here.run(copy('/srv/k'), '-e', `ssh_known_hosts=${file}`), /SHA256:/, 4)
  },
  async two(here) {
    const wait = 'touch /srv/began; while [ -e /srv/began ]; do sleep .2; done'
    const first = here.shop.start(`- hosts: all\n  become: true\n  tasks: [{ shell: "${wait}" }]\n`)
    await here.said('for i in $(seq 100); do [ -e /srv/began ] && break; sleep .2; done')
    const second = await here.run(copy('/srv/two', here.user))
    await here.said('rm /srv/began')
    if (here.mode === 'check') expect(second.code, second.stdout).toBe(0)
    else expectFailure(second, new RegExp(`pid ${first.child.pid}`))
    expect((await first.ended).code).toBe(0)
  },
  async stale(here) {
    const plan = `${here.shop.folder}/plan.json`
    const text = `- hosts: all\n  become: true\n  tasks:\n${copy('/srv/stale', '{{ v }}')}`
    await here.said('echo old >/srv/stale')
    const file = here.shop.file('planned.yaml', text)
    const check = await here.shop.check(text, '-e', 'v=1', '--plan', plan)
    expect(check.code, check.stdout).toBe(0)
    if (here.mode === 'check') return expect(readFileSync(plan, 'utf8')).toContain('/srv/stale')
    await here.said('echo theirs >/srv/stale')
    const { swk } = await import('../lab/support/swk.ts')
    const run = await swk('play', file, '-i', here.shop.inventory, '--reporter', 'json', '-e', 'v=1', '--plan', plan)
    expect(run.code).not.toBe(0)
    expect(await here.said('cat /srv/stale')).toBe('theirs')
  },
  async login(here) {
    const home = here.user === 'root' ? '/root' : `/home/${here.user}`
    const files = `${home}/.bashrc ${home}/.profile`
    await here.said(
      `for f in ${files}; do cp -p $f $f.mine 2>/dev/null; { echo 'echo noise; echo more >&2; sleep 1'; cat $f.mine 2>/dev/null; } >$f; done`,
    )
    const run = await here.run(copy('/srv/noise', `${here.user}\n`))
    await here.said(`for f in ${files}; do rm $f; [ ! -e $f.mine ] || mv $f.mine $f; done`)
    expect(run.code, failures(run)).toBe(0)
  },
  async sshd(here) {
    await here.said(`printf 'MaxSessions 1\\nMaxStartups 2:30:3\\n' >/etc/ssh/sshd_config.d/few.conf
sed -i.mine 's/^Subsystem/#Subsystem/' /etc/ssh/sshd_config; systemctl reload ssh`)
    const run = await here.run(copy('/srv/few', here.user))
    await here.said(
      'rm /etc/ssh/sshd_config.d/few.conf; mv /etc/ssh/sshd_config.mine /etc/ssh/sshd_config; systemctl reload ssh',
    )
    expect(run.code, failures(run)).toBe(0)
  },
  async again(here) {
    const text = `${copy('/srv/again')}    - { file: { path: /srv/dir, state: directory, mode: "0750" } }\n`
    await here.shop.play(`- hosts: all\n  become: true\n  tasks:\n${text}`)
    const look = 'find /srv/again /srv/dir /etc /var/lib/swk -xdev -printf "%p %C@\\n" | sort'
    const before = await here.said(look)
    const run = await here.run(text)
    expect(tasks(run, 'changed')).toEqual([])
    expect(await here.said(look)).toBe(before)
  },
}
