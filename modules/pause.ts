/** A pause of the play. */
import { args, defineModule, flag, pause, want, z } from 'swk'

const number = z.union([z.number().nonnegative(), z.string().regex(/^\d+(\.\d+)?$/)]).transform(Number)

export default defineModule({
  name: 'pause',
  summary: 'Waits for some time. It reports no change.',
  args: args(
    {
      seconds: number.optional().describe('Seconds.'),
      minutes: number.optional().describe('Minutes.'),
      prompt: z.string().optional().describe('Shown with the task.'),
      echo: flag.optional().describe('Accepted.'),
    },
    {
      check({ seconds, minutes }, fail) {
        if (seconds !== undefined && minutes !== undefined)
          fail({ message: 'Only one of `seconds` and `minutes` can be set.' })
        if (seconds === undefined && minutes === undefined)
          fail({
            code: 'not-supported',
            message: 'A pause until someone presses a key is not supported.',
            hint: 'Set `seconds` or `minutes`.',
          })
      },
    },
  ),
  examples: ['pause: { seconds: 10, prompt: Workers settle }'],
  reads: () => [],
  plan: args => (secondsOf(args) === 0 ? [] : [want(pause(secondsOf(args)), { done: true })]),
  intent: args => `waits ${secondsOf(args)} s`,
  notes: ({ prompt }) => (prompt === undefined ? [] : [prompt]),
  result: args => ({
    delta: secondsOf(args),
    echo: true,
    user_input: '',
    stdout: `Paused for ${secondsOf(args)} seconds`,
    stderr: '',
    rc: 0,
  }),
})

type Args = { readonly seconds?: number | undefined; readonly minutes?: number | undefined }

const secondsOf = ({ seconds, minutes = 0 }: Args): number => Math.ceil(seconds ?? minutes * 60)
