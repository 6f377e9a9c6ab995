/** The time zone of the host. */
import { args, defineModule, notYet, systemSetting, want, z } from 'swk'

export default defineModule({
  name: 'timezone',
  summary: 'Sets the time zone of the host.',
  args: args({
    name: z
      .string()
      .regex(/^[A-Za-z0-9_+-]+(\/[A-Za-z0-9_+-]+)*$/, 'Must be a time zone, such as Europe/Berlin or UTC.')
      .describe('The time zone, as in /usr/share/zoneinfo.'),
    hwclock: notYet(),
  }),
  examples: ['timezone: { name: Europe/Berlin }'],
  reads: () => [systemSetting('timezone')],
  plan: ({ name }) => [want(systemSetting('timezone'), { value: name })],
})
