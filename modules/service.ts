/** Ansible's name for `systemd` where the init system does not matter; Debian's is systemd. */
import { type Module, z } from 'swk'
import systemd from './systemd.ts'

/** As in Ansible these mean nothing to systemd. */
const ofOthers = ['sleep', 'pattern', 'runlevel', 'arguments', 'args', 'use']

const service: Module = {
  ...systemd,
  name: 'service',
  args: z.preprocess(withoutOthers, systemd.args),
  examples: ['service: { name: nginx, state: reloaded }'],
}

export default service

function withoutOthers(given: unknown): unknown {
  if (typeof given !== 'object' || given === null) return given
  return Object.fromEntries(Object.entries(given).filter(([name]) => !ofOthers.includes(name)))
}
