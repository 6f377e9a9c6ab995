import type { LabHost } from '../../../src/lab/index.ts'

/** After a run was killed: its step at work ends by itself; then the lock is free. */
export async function waitForLock(host: LabHost): Promise<void> {
  const { code } = await host.run(
    'for i in $(seq 300); do flock -n /run/swk.lock true 2>/dev/null && exit; sleep 0.2; done; exit 1',
  )
  if (code !== 0) throw new Error('the lock is still held after a minute')
}
