/** Facts of the host, read where the playbook says so. */
import {
  allFactNames,
  args,
  defineModule,
  editFailure,
  factGroupsOf,
  facts,
  factsResult,
  filteredFacts,
  integer,
  isFactSubset,
  list,
  z,
} from 'swk'

const localFacts = '/etc/ansible/facts.d'

export default defineModule({
  name: 'setup',
  summary: 'Reads facts of the host. Without it, a play reads the facts that it refers to.',
  args: args({
    gather_subset: list
      .superRefine((names, context) => {
        const found = names.find(name => !isFactSubset(name))
        if (found !== undefined) editFailure(context, { message: 'This is not a subset of facts.', found })
      })
      .default(['all'])
      .describe('`all`, `min`, `hardware`, `network`, `virtual`, or single ones; `!` in front leaves them out.'),
    filter: list.default([]).describe('Patterns: only facts with these names.'),
    fact_path: z
      .literal(localFacts, `Local facts are read from ${localFacts}.`)
      .optional()
      .describe(`Only ${localFacts}.`),
    gather_timeout: integer.optional().describe('Accepted; reading has a limit of its own.'),
  }),
  examples: ['setup: { gather_subset: [network], filter: ansible_default_ipv4 }'],
  sets: () => [...allFactNames, 'ansible_facts'],
  reads: ({ gather_subset }) => factGroupsOf(gather_subset).map(group => facts(group)),
  plan: () => [],
  result({ gather_subset, filter }, observed) {
    const { ansible_facts } = factsResult(observed, factGroupsOf(gather_subset), filteredFacts(filter))
    return { ansible_facts: { ...ansible_facts, gather_subset, module_setup: true } }
  },
})
