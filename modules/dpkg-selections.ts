/** What dpkg shall do with a package: keep it as it is (hold), or not. */
import { args, defineModule, managed, Refusal, see, want, z } from 'swk'

export default defineModule({
  name: 'dpkg_selections',
  summary: 'Holds a package at its version, or releases it.',
  args: args({
    name: z
      .string()
      .regex(/^[a-z0-9][a-z0-9+.:-]+$/, 'Must be a package.')
      .describe('The package.'),
    selection: z.enum(['install', 'hold', 'deinstall', 'purge']).describe('`hold` keeps it from being upgraded.'),
  }),
  examples: ['dpkg_selections: { name: matrix-synapse-py3, selection: hold }'],
  reads: ({ name, selection }) => [selected(name, selection)],
  plan({ name, selection }, observed) {
    if (see(observed, selected(name, selection)) === null) throw new Refusal(`dpkg does not know the package ${name}`)
    return [want(selected(name, selection), { selection })]
  },
  intent: ({ name, selection }) => `${name}: ${selection}`,
  result: ({ name, selection }, observed) => ({
    before: see(observed, selected(name, selection))?.selection ?? 'not present',
    after: selection,
  }),
})

const selected = (name: string, selection: string) =>
  managed({ program: 'selection', title: `set ${name} to ${selection}`, args: [name], options: [selection] })
