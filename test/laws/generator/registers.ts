/** Modules that only read, and tasks whose arguments come from what earlier tasks registered (PREVIOUS). */
import fc from 'fast-check'
import { accounts, at, onPath } from './paths.ts'
import { type Action, contradictory, type Fields, type Topic } from './topic.ts'

const reads = (task: Fields): Action => ({ task, about: [] })

/** What is registered is not the same the second time. */
const of = (task: Fields): Action => ({ task, about: contradictory })

export const registers: Topic = {
  name: 'registers',
  state: fc.constant({ script: ':' }),
  look: ':',
  actions: [
    at.map(path => onPath('stat', path, { path })),
    at.map(path => onPath('slurp', path, { src: path })),
    fc
      .tuple(fc.constantFrom('{{ folder }}', '{{ folder }}/d', '/srv/elsewhere'), fc.boolean())
      .map(([paths, recurse]) => ({ task: { find: { paths, recurse, file_type: 'any' } }, about: contradictory })),
    fc
      .constantFrom(...accounts.map(key => ({ database: 'passwd', key })), { database: 'group', key: 'toyas' })
      .map(args => ({ task: { getent: { ...args, fail_key: false } }, about: ['accounts'] })),
    at.map(dest => of({ copy: { dest, content: '{{ PREVIOUS.changed | default("none") }}\n' } })),
    at.map(dest =>
      of({ copy: { dest, content: '{{ PREVIOUS.stat.exists | default(PREVIOUS.msg | default("none")) }}\n' } }),
    ),
    at.map(dest =>
      of({
        copy: { dest, content: '{{ PREVIOUS.files | default([]) | map(attribute="path") | sort | join(",") }}\n' },
      }),
    ),
    fc.constant(of({ debug: { msg: '{{ PREVIOUS }}' } })),
    fc.constant(of({ set_fact: { seen: '{{ PREVIOUS.changed | default(false) }}' } })),
    fc.constant(of({ assert: { that: 'PREVIOUS is not changed' } })),
    fc.constant(of({ fail: { msg: 'on purpose' }, when: 'PREVIOUS is changed' })),
    fc
      .constantFrom('debug', 'meta')
      .map(how => reads(how === 'debug' ? { debug: { msg: 'here' } } : { meta: 'flush_handlers' })),
  ],
}
