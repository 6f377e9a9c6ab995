# Left from an attempt of the operator's own: a template, a target, a file in conf.d; and an entry for the directory of main's pid file
cat > /etc/systemd/system/matrix-synapse-worker@.service <<'X'
# by hand
[Unit]
Description=Synapse %i
[Service]
User=matrix-synapse
EnvironmentFile=-/etc/default/matrix-synapse
ExecStart=/opt/venvs/matrix-synapse/bin/python -m synapse.app.generic_worker -c /etc/matrix-synapse/homeserver.yaml -c /etc/matrix-synapse/workers/%i.yaml
[Install]
WantedBy=matrix-synapse.target
X
printf '[Unit]\nDescription=Synapse by hand\n' > /etc/systemd/system/matrix-synapse.target
printf '# not yet\nredis:\n  enabled: false\n' > /etc/matrix-synapse/conf.d/redis.yaml
chown root:matrix-synapse /etc/matrix-synapse/conf.d/redis.yaml 2>/dev/null || chown root:nogroup /etc/matrix-synapse/conf.d/redis.yaml
chmod 640 /etc/matrix-synapse/conf.d/redis.yaml; chgrp "$(id -gn matrix-synapse)" /etc/matrix-synapse/conf.d/redis.yaml
echo 'd /run/matrix-synapse 0755 matrix-synapse nogroup -' > /etc/tmpfiles.d/matrix-synapse.conf
systemd-tmpfiles --create /etc/tmpfiles.d/matrix-synapse.conf
go
