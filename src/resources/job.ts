/** A job that a task has left running (`poll: 0`): its files lie in `.ansible_async` at home of the user who runs it. */
import { runProgram } from '../shell/program-file.ts'
import { type Sh, sh } from '../shell/sh.ts'
import { affectsKinds, type Kind, type RefTo, refKey, type State, undoNothing } from './kind.ts'
import { probeNothing, readNothing } from './write-only.ts'

/** id: the job's, letters and digits. Without `rc` it still runs. Times are milliseconds since 1970. */
export type JobState = {
  readonly file: string
  /** JSON. */
  readonly cmd: string
  readonly stdout: string
  readonly stderr: string
  readonly started: number
  readonly rc?: number
  readonly ended?: number
}

export const job = (id: string): RefTo<JobState> => ({ kind: 'job', id })

/** The script that leaves another one running for at most so many seconds. */
export function startJob(seconds: number, script: Sh, argv: readonly string[]): Sh {
  return runProgram('resources/job-start.sh', [seconds, script, JSON.stringify(argv)])
}

/** What `startJob` has printed. */
export function startedJob(output: string): Record<string, unknown> {
  const [id = '', file = ''] = output.trim().split(' ')
  return { ansible_job_id: id, started: 1, finished: 0, results_file: file }
}

export const jobKind: Kind = {
  name: 'job',
  traits: ['transient'],
  // Nothing but the job itself changes it.
  isTouchedBy: () => false,
  probe: refs =>
    runProgram(
      'resources/job-read.sh',
      refs.map(({ id }) => id),
    ),
  read(output, refs) {
    const found = new Map(output.toString('utf8').split('\n').flatMap(jobIn))
    return new Map(refs.map(ref => [refKey(ref), found.get(ref.id) ?? null]))
  },
}

/** id: the file of the job. What the job runs goes on. */
export const jobRemoval = (file: string): RefTo<{ readonly done: boolean }> => ({ kind: 'job-removal', id: file })

export const jobRemovalKind: Kind = {
  name: 'job-removal',
  traits: ['writeOnly'],
  affects: affectsKinds('job'),
  undo: undoNothing,
  describe: ({ want }) => `remove the files of the job ${want.id}`,
  probe: probeNothing,
  read: readNothing,
  write(_before, _after, { id }) {
    const parts = ['', '.in', '.out', '.err', '.rc'].map(end => id + end)
    return [{ name: `remove the files of the job ${id}`, script: sh`rm -f -- ${parts}`, timeout: 60 }]
  },
}

function jobIn(line: string): [string, State][] {
  const [id = '', about = '', out = '', err = '', end = '', ...file] = line.split(':')
  if (file.length === 0) return []
  const text = (encoded: string) => Buffer.from(encoded, 'base64').toString('utf8')
  const [started = '', cmd = ''] = text(about).split('\n')
  const [rc, ended] = end === '' ? [] : end.split(' ').map(Number)
  const done = rc === undefined ? {} : { rc, ended: ended ?? 0 }
  return [[id, { file: file.join(':'), cmd, stdout: text(out), stderr: text(err), started: Number(started), ...done }]]
}
