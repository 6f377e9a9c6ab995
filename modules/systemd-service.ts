/** Ansible's newer name for `systemd`. */
import systemd from './systemd.ts'

export default { ...systemd, name: 'systemd-service', examples: ['systemd_service: { name: nginx, enabled: true }'] }
