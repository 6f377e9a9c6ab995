/** Hiding behind "unknown" is no way to be right: at most a tenth of the results may be unknown. */
import { expect } from 'vitest'
import type { Counts } from './laboratory.ts'

export function expectInformative(counts: Counts): void {
  const { ok = 0, changed = 0, unknown = 0, skipped = 0, failed = 0, again = 0, playbooks = 0 } = counts
  const share = unknown / (ok + changed + unknown + skipped + failed)
  expect(share, JSON.stringify(counts)).toBeLessThanOrEqual(0.1)
  // Not because everything was refused or ok.
  expect(changed, JSON.stringify(counts)).toBeGreaterThan(playbooks / 2)
  expect(again, JSON.stringify(counts)).toBeGreaterThan(playbooks / 10)
}
