/** A restart of the host. */
import { args, defineModule, integer, list, reboot, see, temporaryMounts, want, z } from 'swk'

export default defineModule({
  name: 'reboot',
  summary:
    'Restarts the host, and waits until it is back. It reports a change each time: let a handler or a condition decide whether it is needed.',
  args: args(
    {
      reboot_timeout: integer
        .optional()
        .describe('Seconds for the host to be back, and then for `test_command` to succeed. Default: 600.'),
      pre_reboot_delay: integer.optional().describe('Seconds before the host goes down. Default: 0.'),
      post_reboot_delay: integer.optional().describe('Seconds between its return and `test_command`. Default: 0.'),
      test_command: z
        .string()
        .min(1)
        .default('whoami')
        .describe('A shell command that succeeds when the host is ready.'),
      msg: z.string().default('Reboot initiated by swk').describe('The message to users who are logged in.'),
      reboot_command: z.string().min(1).optional().describe('A shell command instead of `shutdown -r`.'),
      connect_timeout: integer.optional().describe('Accepted: the time limit of the connection counts.'),
      search_paths: list.optional().describe('Accepted.'),
      boot_time_command: z.string().optional().describe('Accepted: swk compares the boots itself.'),
    },
    {
      aliases: {
        reboot_timeout_sec: 'reboot_timeout',
        pre_reboot_delay_sec: 'pre_reboot_delay',
        post_reboot_delay_sec: 'post_reboot_delay',
        connect_timeout_sec: 'connect_timeout',
      },
    },
  ),
  examples: ['reboot: { reboot_timeout: 300, msg: The kernel is upgraded }'],
  reads: () => [temporaryMounts],
  plan: (
    { reboot_timeout = 600, pre_reboot_delay = 0, post_reboot_delay = 0, test_command, msg, reboot_command },
    observed,
  ) => [
    want(
      reboot({
        delay: pre_reboot_delay,
        timeout: reboot_timeout,
        settle: post_reboot_delay,
        test: test_command,
        message: msg,
        ...(reboot_command !== undefined && { command: reboot_command }),
      }),
      { done: true },
      { how: { empties: see(observed, temporaryMounts)?.paths ?? '' } },
    ),
  ],
  intent: () => 'reboots the host',
})
