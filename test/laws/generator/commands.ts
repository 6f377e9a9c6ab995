/** Commands: only those that succeed, since how one fails cannot be predicted. */
import fc from 'fast-check'
import { aboutPath, at } from './paths.ts'
import { contradictory, type Topic } from './topic.ts'

const created = fc.constantFrom('{{ folder }}/a', '{{ folder }}/b')

export const commands: Topic = {
  name: 'commands',
  state: fc.constant({ script: ':' }),
  look: ':',
  actions: [
    created.map(creates => ({ task: { command: { argv: ['touch', creates], creates } }, about: [aboutPath(creates)] })),
    // Something in it may be immutable.
    at.map(removes => ({
      task: { command: { argv: ['sh', '-c', 'rm -rf "$0" || :', removes], removes } },
      about: [aboutPath(removes)],
    })),
    created.map(creates => ({
      task: { shell: { cmd: `echo one >> ${creates}`, creates } },
      about: [aboutPath(creates)],
    })),
    // None that a command makes or removes, or in whose directory one runs: whether there is one by then, nobody can tell.
    fc
      .constantFrom('{{ folder }}/none', '/srv/elsewhere')
      .map(chdir => ({ task: { command: { cmd: 'true', chdir } }, about: contradictory })),
    fc.constant({ task: { command: 'true', changed_when: false }, about: ['command'] }),
    fc.constantFrom('echo one', 'true').map(cmd => ({ task: { command: cmd }, about: contradictory })),
    created.map(creates => ({ task: { script: { cmd: 'toy.sh', creates } }, about: contradictory })),
  ],
  opaque: ['command', 'shell', 'script'],
}
