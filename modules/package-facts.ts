/** The packages of the host, for conditions of later tasks. */
import { args, defineModule, inventory, list, see } from 'swk'

export default defineModule({
  name: 'package_facts',
  summary: 'Sets `packages` (and `ansible_facts.packages`) from the installed packages.',
  args: args({
    manager: list.optional().describe('Accepted; on Debian it is apt.'),
    strategy: list.optional().describe('Accepted.'),
  }),
  examples: ['package_facts: {}'],
  sets: () => ['packages', 'ansible_facts'],
  reads: () => [inventory('packages')],
  plan: () => [],
  result(_, observed) {
    const packages: Record<string, object[]> = {}
    for (const line of see(observed, inventory('packages'))?.lines ?? []) {
      const [status, name = '', version, arch, section] = line.split('\t')
      if (status !== 'installed') continue
      packages[name] = [...(packages[name] ?? []), { name, version, arch, category: section, source: 'apt' }]
    }
    return { ansible_facts: { packages, ansible_facts: { packages } } }
  },
})
