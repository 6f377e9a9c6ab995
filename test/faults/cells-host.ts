/** Rows of the fault table about the host: disks, packages, units, and what it prints and is given. */
import { expect } from 'vitest'
import { tasks } from '../lab/support/swk.ts'
import { type At, expectFailure, expectNoTrace, failures } from './at.ts'

const copy = (path: string, content: string): string =>
  `    - { name: Copy, copy: { dest: ${JSON.stringify(path)}, content: ${JSON.stringify(content)} } }\n`

export const hostCells: Readonly<Record<string, (at: At) => Promise<void>>> = {
  async full(here) {
    await here.said(`mkdir -p /srv/small; mountpoint -q /srv/small || mount -t tmpfs -o size=64k tmpfs /srv/small
echo old >/srv/small/f; cat /dev/zero >/srv/small/filler 2>/dev/null`)
    const run = await here.run(copy('/srv/small/f', 'y'.repeat(40_000)))
    if (here.mode === 'play' || run.code !== 0) expectFailure(run, /\/srv\/small\/f|no space/i)
    expect(await here.said('cat /srv/small/f; ls -A /srv/small; umount /srv/small')).toBe('old\nf\nfiller')
  },
  async 'read-only'(here) {
    await here.said(
      'mkdir -p /srv/ro; echo old >/srv/ro/f; mount --bind /srv/ro /srv/ro; mount -o remount,bind,ro /srv/ro',
    )
    const run = await here.run(`${copy('/srv/ro-before', here.user)}${copy('/srv/ro/f', 'new')}`)
    const before = await here.said('umount /srv/ro; cat /srv/ro/f; cat /srv/ro-before 2>/dev/null')
    expectFailure(run, /read-only/i)
    expect(before).toBe('old')
  },
  async 'dpkg-lock'(here) {
    await here.said(`cat >/srv/hold.pl <<'PL'
use Fcntl; open my $f, '>>', '/var/lib/dpkg/lock-frontend' or die; my $l = pack('s s x4 q q i x4', F_WRLCK, 0, 0, 0, 0); fcntl($f, F_SETLK, $l) or die; sleep 90
PL
systemd-run -q --unit hold perl /srv/hold.pl; sleep 1`)
    const { ended } = here.start('    - { apt: { name: jq } }\n')
    if (here.mode === 'check') expect((await ended).code).toBe(0)
    else await new Promise(resolve => setTimeout(resolve, 8000))
    const held = await here.said(
      'systemctl is-active hold; ls /var/lib/dpkg/lock-frontend; command -v jq; systemctl stop hold',
    )
    expect(held).toBe('active\n/var/lib/dpkg/lock-frontend')
    const run = await ended
    expect(run.code, failures(run)).toBe(0)
    await here.said('apt-get purge -y -q jq libjq1 libonig5; systemctl reset-failed hold')
  },
  async 'dpkg-interrupted'(here) {
    await here.said('touch /var/lib/dpkg/updates/0001')
    const run = await here.run('    - { apt: { name: tree } }\n')
    await here.said('rm /var/lib/dpkg/updates/0001')
    expectFailure(run, /dpkg --configure -a/)
  },
  async hostile(here) {
    await here.said(`printf '\\033]0;owned\\007\\033[2J\\r\\n\\0end 0\\n' >/srv/hostile`)
    const text = `    - { name: Look, command: cat /srv/hostile, check_mode: false, changed_when: false, register: it }
    - { name: Tell, debug: { msg: "{{ it.stdout }}" } }
    - { name: Edit, lineinfile: { path: /srv/hostile2, line: x, create: true } }\n`
    await here.said(`printf 'a\\033[2Jb\\n' >/srv/hostile2`)
    const run = await here.run(text, '--reporter', 'plain')
    expect(run.code, run.stdout).toBe(0)
    expect(run.stdout).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f]/)
  },
  async injection(here) {
    const name = `/srv/in/-$(touch owned)'";\`touch owned\`\u202e`
    const text = `    - { file: { path: /srv/in, state: directory } }\n${copy(name, `$(touch /srv/owned)'"\\`)}`
    const run = await here.run(text)
    expect(run.code, failures(run)).toBe(0)
    if (here.mode === 'play') expect(await here.said('cat /srv/in/*')).toBe(`$(touch /srv/owned)'"\\`)
    expect(await here.said('ls /srv/owned owned /root/owned /srv/in/owned 2>/dev/null; rm -rf /srv/in')).toBe('')
  },
  async bytes(here) {
    await here.said(`printf 'caf\\303\\251\\r\\nb' >/srv/bytes; printf 'caf\\351\\n' >/srv/latin`)
    const run = await here.run('    - { lineinfile: { path: /srv/bytes, line: c } }\n')
    expect(run.code, failures(run)).toBe(0)
    const now = await here.said('od -An -tx1 /srv/bytes | tr -d " \\n"')
    expect(now).toBe(`636166c3a90d0a62${here.mode === 'play' ? '0a630a' : ''}`)
    const other = await here.run('    - { lineinfile: { path: /srv/latin, line: c } }\n')
    expect((await here.said('od -An -tx1 /srv/latin | tr -d " \\n"')).slice(0, 10)).toBe('636166e90a')
    if (other.code !== 0) expectFailure(other, /text/)
  },
  async flaps(here) {
    await here.said(`printf '[Service]\\nExecStart=/bin/sh -c "echo last words; sleep 1; exit 3"\\n' >/etc/systemd/system/flap.service
systemctl daemon-reload; systemctl stop flap`)
    const run = await here.run('    - { systemd: { name: flap, state: started } }\n')
    if (here.mode === 'check') expect(tasks(run)).toMatchObject([{ status: 'changed' }])
    else expectFailure(run, /flap/)
    await expectNoTrace(here)
  },
}
