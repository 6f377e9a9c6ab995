import type { Case } from './case.ts'

const install = 'command -v ufw >/dev/null || apt-get install -qqy --no-install-recommends ufw iptables >/dev/null 2>&1'
const off = `${install}; ufw --force reset >/dev/null; ufw allow 22/tcp >/dev/null`
const on = `${off}; ufw --force enable >/dev/null`
const rules = "ufw show added 2>/dev/null | sed -n 's/^ufw //p' | grep -v ' 22/tcp' || true"

export const ufwCases: readonly Case[] = [
  {
    name: 'ufw: a rule',
    module: 'ufw',
    args: { rule: 'allow', port: 8448, proto: 'tcp', from: '10.0.0.0/8', comment: 'a b' },
    absent: off,
    partly: on,
    look: rules,
    expect: "allow from 10.0.0.0/8 to any port 8448 proto tcp comment 'a b'\n",
  },
  {
    name: 'ufw: a rule goes',
    module: 'ufw',
    args: { rule: 'limit', port: '2222', proto: 'tcp', delete: true },
    absent: `${off}; ufw limit 2222/tcp >/dev/null`,
    partly: `${on}; ufw limit 2222/tcp >/dev/null`,
    look: rules,
    expect: '',
  },
  {
    name: 'ufw: on, with a default',
    module: 'ufw',
    args: { state: 'enabled', policy: 'reject', logging: 'on' },
    absent: `${off}; ufw logging off >/dev/null`,
    partly: `${on}; ufw default allow incoming >/dev/null`,
    look: 'ufw status verbose | sed -n 2,3p',
    expect: 'Logging: on (low)\nDefault: reject (incoming), allow (outgoing), deny (routed)\n',
  },
]
