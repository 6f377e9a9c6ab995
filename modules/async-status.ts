/** What became of a task that was not waited for. */
import { args, defineModule, type JobState, job, jobRemoval, Refusal, resultOfCommand, see, want, z } from 'swk'

export default defineModule({
  name: 'async_status',
  summary: 'Reads what became of a task with `poll: 0`.',
  args: args({
    jid: z
      .string()
      .regex(/^[\w.]+$/)
      .describe('The `ansible_job_id` that the task registered.'),
    mode: z.enum(['status', 'cleanup']).default('status').describe('`cleanup` removes the files of the job.'),
  }),
  examples: ['async_status: { jid: jAb3dEf9, mode: cleanup }'],
  reads: ({ jid }) => [job(jid)],
  plan({ jid, mode }, observed) {
    const found = see(observed, job(jid))
    if (mode === 'cleanup') return found === null ? [] : [want(jobRemoval(found.file), { done: true })]
    const result = { ansible_job_id: jid, started: 1, finished: 1 }
    if (found === null) throw new Refusal('could not find job', { result })
    if (found.rc !== undefined && found.rc !== 0)
      throw new Refusal('non-zero return code', { result: { ...result, ...finished(found), changed: true } })
    return []
  },
  result({ jid, mode }, observed) {
    const found = see(observed, job(jid))
    if (mode === 'cleanup') return { ansible_job_id: jid, ...(found && { erased: found.file }) }
    const isFinished = found?.rc !== undefined
    const about = { ansible_job_id: jid, results_file: found?.file, started: 1, finished: isFinished ? 1 : 0 }
    return found && isFinished ? { ...about, ...finished(found), changed: true } : about
  },
})

const finished = ({ cmd, rc = 0, stdout, stderr, started, ended = 0 }: JobState): Record<string, unknown> => ({
  cmd: JSON.parse(cmd),
  ...resultOfCommand({ rc, stdout, stderr, times: { started, ended } }),
})
