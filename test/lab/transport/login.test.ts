import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type LabHost, people, up } from '../../../src/lab/index.ts'
import type { BecomeSpec, SshSpec } from '../../../src/transport/session.ts'
import { addPlainUser, one, refusal, spec, step, whoami, withSession } from './rig.ts'

let host: LabHost
beforeAll(async () => {
  host = await up({ name: 'transport-login', image: 'base' })
  await addPlainUser(host)
})
afterAll(() => host?.stop())

const as = (user: string, become?: BecomeSpec, over: Partial<SshSpec> = {}) =>
  spec(host, { user, ...(become && { become }), ...over })

describe('sudo', () => {
  it('that needs no password does not get one: it would be read as a frame', async () => {
    expect(await whoami(as('admin', { password: 'not asked for' }))).toBe('root')
  })

  it('with a wrong password: one attempt, a clear error', async () => {
    const began = performance.now()
    const error = await refusal(whoami(as('operator', { password: 'a wrong one' })))
    expect(error).toMatchObject({ code: 'sudo-failed', message: expect.stringContaining('did not accept') })
    expect(JSON.stringify(error)).not.toContain('a wrong one')
    expect(performance.now() - began).toBeLessThan(5000)
    const { stdout } = await host.run('journalctl -q -o cat -t sudo | grep -c "authentication failure"')
    expect(stdout.trim()).toBe('1')
  })

  it.each([
    ['a missing password', 'operator', {}, /none was given/],
    ['an empty password', 'operator', { password: '' }, /did not accept/],
    ['a password with a line end', 'operator', { password: 'a\nb' }, /line end/],
    ['one who is not in sudoers', 'plain', { password: 'plain-password' }, /may not become root/],
  ])('%s is a clear error', async (_, user, become, message) => {
    expect(await refusal(whoami(as(user, become)))).toMatchObject({
      code: 'sudo-failed',
      message: expect.stringMatching(message),
    })
  })

  it('that is not there is a clear error', async () => {
    await host.run('chmod 0 /usr/bin/sudo; mv /usr/bin/sudo /usr/bin/sudo.away')
    const error = await refusal(whoami(as('admin', {})))
    await host.run('mv /usr/bin/sudo.away /usr/bin/sudo; chmod 4755 /usr/bin/sudo')
    expect(error).toMatchObject({ code: 'sudo-failed', message: expect.stringContaining('sudo is not installed') })
  })

  it('is not needed where su has the password of root', async () => {
    await host.run('echo root:root-password | chpasswd')
    const su = (password?: string): BecomeSpec => ({ method: 'su', ...(password !== undefined && { password }) })
    expect(await whoami(as('plain', su('root-password')))).toBe('root')
    expect(await refusal(whoami(as('plain', su())))).toMatchObject({
      message: expect.stringContaining('none was given'),
    })
    const error = await refusal(whoami(as('plain', su('a wrong one'))))
    expect(error).toMatchObject({ code: 'sudo-failed', message: expect.stringContaining('su did not accept') })
    expect(JSON.stringify(error)).not.toContain('a wrong one')
    expect(await whoami(as('root', su()))).toBe('root')
    await withSession(as('plain', su('root-password')), async session => {
      const cancelled = one(session, step('sleep 100'))
      setTimeout(() => void session.cancel(), 1000)
      expect((await cancelled).rc).toBe(143)
    })
  })

  it('that lectures and complains changes nothing', async () => {
    await host.run(
      'echo "Defaults lecture=always, use_pty" > /etc/sudoers.d/x; sed -i s/transport-login/other/ /etc/hosts',
    )
    expect(await whoami(as('operator', { password: people.operator }))).toBe('root')
    expect(await whoami(as('admin', {}))).toBe('root')
    await host.run('rm /etc/sudoers.d/x; sed -i s/other/transport-login/ /etc/hosts')
  })

  it('that speaks another language keeps its hints', async () => {
    // What a user of a German desktop has: ssh sends LANG, and sshd and sudo keep it.
    await host.run(`apt-get install -y -q locales >/dev/null 2>&1; echo 'de_DE.UTF-8 UTF-8' >> /etc/locale.gen; locale-gen >/dev/null
      echo 'export LANG=de_DE.UTF-8 LC_ALL=de_DE.UTF-8 LANGUAGE=de' | tee /home/operator/.bashrc /home/admin/.bashrc >/dev/null
      echo 'LC_ALL=de_DE.UTF-8' >> /etc/environment`)
    const said = await host.run("su -l operator -c 'LC_ALL=de_DE.UTF-8 LANGUAGE=de sudo -n true' 2>&1")
    expect(said.stdout).toMatch(/Passwort/)
    try {
      expect(await refusal(whoami(as('operator', {})))).toMatchObject({
        message: expect.stringMatching(/none was given/),
      })
      const wrong = await refusal(whoami(as('operator', { password: 'a wrong one' })))
      expect(wrong.message).toContain('did not accept')
      expect(await whoami(as('operator', { password: people.operator }))).toBe('root')
      const plain = await refusal(whoami(as('plain', { password: 'plain-password' })))
      expect(plain.message).toContain('may not become root')
    } finally {
      await host.run(
        'sed -i /LC_ALL/d /etc/environment; for u in admin operator; do cp /etc/skel/.bashrc /home/$u; done',
      )
    }
  })

  it('that forbids other programs (noexec) is named', async () => {
    await host.run('echo "Defaults noexec" > /etc/sudoers.d/x')
    const errors = [
      await refusal(whoami(as('admin', {}))),
      await refusal(whoami(as('operator', { password: people.operator }))),
    ]
    await host.run('rm /etc/sudoers.d/x')
    for (const error of errors)
      expect(error).toMatchObject({ code: 'sudo-failed', hint: expect.stringMatching(/noexec/) })
  })

  it('keeps the password out of argv and environment', async () => {
    await withSession(as('operator', { password: people.operator }), async session => {
      const seen = await one(
        session,
        step('cat /proc/[0-9]*/cmdline /proc/[0-9]*/environ 2>/dev/null | tr "\\0" "\\n"'),
      )
      expect(seen.stdout.toString()).not.toContain(people.operator)
      expect(seen.stdout.toString()).toContain('sudo')
    })
  })
})

describe('login shells', () => {
  const noise = `echo 'Welcome to the machine'; printf 'no line end'; echo oops >&2; stty -a; head -c 100000 /dev/zero | tr '\\\\0' x`

  it.each([
    ['bash with a noisy .bashrc', '/bin/bash', '.bashrc'],
    ['dash', '/bin/dash', '.profile'],
  ])('%s', async (_, shell, rc) => {
    await host.run(
      `for u in admin operator; do chsh -s ${shell} $u; cp -a /home/$u/${rc} /home/$u/rc.away; echo "${noise}" > /home/$u/${rc}; done`,
    )
    try {
      expect(await whoami(as('admin', {}))).toBe('root')
      expect(await whoami(as('admin'))).toBe('admin')
      expect(await whoami(as('operator', { password: people.operator }))).toBe('root')
    } finally {
      await host.run(`for u in admin operator; do chsh -s /bin/bash $u; mv /home/$u/rc.away /home/$u/${rc}; done`)
    }
  })

  it.each([
    ['PATH=/nowhere', null],
    ['unset PATH; alias sudo=false exec=false', null],
    ['read -r line', 'protocol'],
    ['exit 0', 'protocol'],
    ['cat >/dev/null', 'unreachable'],
  ])('a .bashrc with `%s`: %s', async (text, code) => {
    await host.run(`cp -a /home/admin/.bashrc /home/admin/rc.away; echo '${text}' > /home/admin/.bashrc`)
    try {
      if (code === null) expect(await whoami(as('admin', {}))).toBe('root')
      else
        expect(await refusal(whoami(as('admin', {})))).toMatchObject({
          code,
          hint: expect.stringMatching(/start-up file/),
        })
    } finally {
      await host.run('mv /home/admin/rc.away /home/admin/.bashrc')
    }
  })

  it.each(['/usr/sbin/nologin', '/bin/false'])('%s is a clear error', async shell => {
    await host.run(`usermod -s ${shell} plain`)
    const error = await refusal(whoami(as('plain')))
    await host.run('usermod -s /bin/bash plain')
    expect(error.code).toBe(shell.endsWith('nologin') ? 'auth-failed' : 'protocol')
    expect(error.message).toMatch(/may not log in|ended before it was ready \(exit 1\)/)
  })

  it('an expired password is a clear error', async () => {
    await host.run('chage -d 0 plain')
    const error = await refusal(whoami(as('plain')))
    await host.run('chage -d -1 plain')
    expect(error).toMatchObject({ code: 'auth-failed', message: expect.stringContaining('expired') })
  })
})
