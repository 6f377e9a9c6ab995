/** Where a row of the fault table is tried: a host, a way to become root, and a check or a play. */
import { expect } from 'vitest'
import type { LabHost } from '../../src/lab/index.ts'
import { type SwkRun, tasks } from '../lab/support/swk.ts'
import type { Workshop } from '../lab/support/workshop.ts'

export type User = 'root' | 'admin' | 'operator'
export type Mode = 'check' | 'play'

export type At = {
  readonly host: LabHost
  readonly user: User
  readonly mode: Mode
  readonly shop: Workshop
  /** Runs these tasks. */
  run(tasks: string, ...args: readonly string[]): Promise<SwkRun>
  start(tasks: string, ...args: readonly string[]): ReturnType<Workshop['start']>
  /** The output of a script as root on the host. */
  said(script: string): Promise<string>
}

export function at(host: LabHost, user: User, mode: Mode, shop: Workshop): At {
  const play = (text: string): string => `- hosts: all\n  become: true\n  tasks:\n${text}`
  const start: At['start'] = (text, ...args) =>
    shop.start(play(text), ...(mode === 'check' ? ['--check'] : []), ...args)
  return {
    ...{ host, user, mode, shop, start },
    run: (text, ...args) => start(text, ...args).ended,
    said: async script => (await host.run(script)).stdout.trim(),
  }
}

/** The messages and hints of what failed. */
export function failures(run: SwkRun): string {
  return tasks(run)
    .filter(({ status }) => status === 'failed' || status === 'unreachable')
    .map(({ error }) => `${error?.message} ${error?.hint ?? ''}`)
    .join('\n')
}

/** Refused, or failed in a play, with this said. */
export function expectFailure(run: SwkRun, said: RegExp, code = 2): void {
  expect(run.code, run.stdout.slice(-2000)).toBe(code)
  expect(failures(run)).toMatch(said)
}

/** No file, session or lock of swk is left, and the lock is free. */
export async function expectNoTrace({ host }: At): Promise<void> {
  const { stdout } =
    await host.run(`for i in $(seq 100); do flock -n /run/swk.lock true 2>/dev/null && ! ls -d /run/swk.*/ >/dev/null 2>&1 && break; sleep .2; done
find /srv /etc /run /home -xdev \\( -name '.swk.*' -o -path '/run/swk.*/*' \\) | head; flock -n /run/swk.lock true || echo locked`)
  expect(stdout.trim()).toBe('')
}
