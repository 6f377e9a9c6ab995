/** What the journal of a host knows of a run before it starts, and how much of the past it keeps. */
import { randomBytes } from 'node:crypto'

/** `declared` as in a playbook; null: none. `evidence`: a file that is there wherever a topology is in effect. */
export type DeclaredTopology = { readonly declared: unknown; readonly evidence: string }

/** What is known of a run before it starts. */
export type RunInfo = {
  /** Sorts by time. */
  readonly run: string
  readonly at: string
  readonly who: string
  readonly playbook?: string
  /** Of the playbook's version control, with `+` where files are changed. */
  readonly revision?: string
  /** The run that this one takes back; `automatic`: at the end of that run itself. */
  readonly takesBack?: string
  readonly automatic?: true
  readonly topology?: DeclaredTopology
}

/** Days and megabytes that the host keeps; the last three runs stay. */
export type JournalLimits = { readonly days: number; readonly megabytes: number }
export const defaultLimits: JournalLimits = { days: 30, megabytes: 256 }

/** `20261129T105023123-1b`: UTC with milliseconds, so that the runs of a host sort by time. */
export function newRunId(now: Date): string {
  return `${now.toISOString().replace(/[-:.Z]/g, '')}-${randomBytes(1).toString('hex')}`
}

/** The holder of the lock says who runs swk, and where. */
export function startRun(
  { holder, about = {} }: { readonly holder: string; readonly about?: Pick<RunInfo, 'playbook' | 'revision'> },
  now: Date,
): RunInfo {
  return { run: newRunId(now), at: now.toISOString(), who: holder.replace(/ pid \d+ since .*$/, ''), ...about }
}
