/** The name of the host. */
import { args, defineModule, systemSetting, want, z } from 'swk'

export default defineModule({
  name: 'hostname',
  summary: 'Sets the name of the host, now and after a reboot.',
  args: args({
    name: z
      .string()
      .regex(
        /^[A-Za-z0-9]([A-Za-z0-9.-]{0,62}[A-Za-z0-9])?$/,
        'Must be a host name: letters, digits, hyphens and dots.',
      )
      .describe('The name.'),
    use: z
      .enum(['debian', 'systemd', 'generic'])
      .optional()
      .describe('Accepted; the name is set the same way on every Debian.'),
  }),
  examples: ['hostname: { name: matrix1 }'],
  reads: () => [systemSetting('hostname')],
  plan: ({ name }) => [want(systemSetting('hostname'), { value: name })],
  result: ({ name }) => ({
    name,
    ansible_facts: { ansible_hostname: name.split('.')[0], ansible_nodename: name },
  }),
})
