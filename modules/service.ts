/** Ansible's name for `systemd` where the init system does not matter; Debian's is systemd. */
import systemd from './systemd.ts'

export default { ...systemd, name: 'service', examples: ['service: { name: nginx, state: reloaded }'] }
