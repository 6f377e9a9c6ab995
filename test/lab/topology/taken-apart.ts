/** What somebody may remove by hand of a converted host: what it is, and the commands. */
export const removals: readonly (readonly [string, string])[] = [
  [
    'a worker and its file',
    'systemctl disable -q --now matrix-synapse-worker@clientsync1; rm /etc/matrix-synapse/workers/clientsync1.yaml',
  ],
  [
    'the units of workers',
    "systemctl stop 'matrix-synapse-worker@*'; rm /etc/systemd/system/matrix-synapse-worker@.service; systemctl daemon-reload",
  ],
  [
    'the configuration in conf.d',
    'rm /etc/matrix-synapse/conf.d/workers.yaml /etc/matrix-synapse/conf.d/redis.yaml; systemctl restart matrix-synapse',
  ],
  ['the socket directory and its entry', 'rm -r /etc/tmpfiles.d/*swk* /run/matrix-synapse'],
  [
    'the holding sockets',
    'systemctl disable -q --now matrix-synapse-gate.socket; rm /etc/systemd/system/matrix-synapse-gate.*; systemctl daemon-reload',
  ],
]
