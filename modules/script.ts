/** A script of the project, run on the host. */
import {
  args,
  checkMarkers,
  command,
  defineModule,
  type HostView,
  type Markers,
  markerArgs,
  markerRefs,
  want,
  whyNotRun,
  words,
  z,
} from 'swk'

export default defineModule({
  name: 'script',
  summary: "Runs one of the project's scripts (`files/` next to the playbook) on the host.",
  args: args(
    {
      cmd: z.string().min(1).describe('The script, and its arguments.'),
      executable: z
        .string()
        .min(1)
        .optional()
        .describe('Program that runs the script. Default: the one on its first line.'),
      ...markerArgs,
      decrypt: z.literal(true).optional().describe('Accepted.'),
    },
    { check: ({ cmd: _, ...markers }, fail) => checkMarkers(markers, fail) },
  ),
  freeForm: 'cmd',
  examples: ['script: { cmd: rotate-keys.sh --all, creates: /var/lib/keys/rotated }'],
  prepare(args, sources) {
    const [name = ''] = words(args.cmd)
    return { ...args, script: sources.file(name) }
  },
  reads: markerRefs,
  plan(args, observed) {
    if (whyNotRun(args, observed) !== undefined) return []
    const { script } = args as { readonly script?: Buffer }
    const argv = [...words(args.cmd)]
    const how = { script: true as const, ...(args.executable === undefined ? {} : { interpreter: args.executable }) }
    const spec = { argv, ...how, ...(args.chdir === undefined ? {} : { chdir: args.chdir }) }
    return [want(command(spec), { ran: true }, { content: script ?? '' })]
  },
  intent: ({ cmd }) => `runs ${cmd}`,
  result: (args, observed) => skippedBy(args, observed),
})

/** Unlike a command, Ansible counts a script that it does not run as skipped. */
function skippedBy(markers: Markers, observed: HostView): Record<string, unknown> {
  if (whyNotRun(markers, observed) === undefined) return {}
  const { creates, removes } = markers
  const isThere = creates !== undefined && whyNotRun({ ...markers, removes: undefined }, observed) !== undefined
  const msg = isThere
    ? `${creates} exists, matching creates option`
    : `${removes} does not exist, matching removes option`
  return { skipped: true, msg }
}
