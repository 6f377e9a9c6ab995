/** Ansible's other name for `setup`. */
import setup from './setup.ts'

export default { ...setup, name: 'gather_facts', examples: ['gather_facts: { gather_subset: [hardware] }'] }
