/** What a homeserver needs below Synapse. */
const packages = ['adduser', 'nginx', 'openssl', 'postgresql', 'python3-psycopg2', 'python3-venv']

/** Installs Synapse, PostgreSQL and nginx as the Matrix project's Debian package and its handbook lay them out. */
export const installSynapse = `
printf '#!/bin/sh\\nexit 101\\n' > /usr/sbin/policy-rc.d; chmod 755 /usr/sbin/policy-rc.d
apt-get update -q
apt-get install -q -y --no-install-recommends ${packages.join(' ')}
apt-get clean
rm /usr/sbin/policy-rc.d

# PyPI has no wheel of psycopg2: Debian's is let in, so that no compiler is needed.
venv=/opt/venvs/matrix-synapse
python3 -m venv --system-site-packages $venv
$venv/bin/pip install -q --disable-pip-version-check --no-cache-dir "$SYNAPSE"
for tool in hash_password register_new_matrix_user synapse_port_db synctl update_synapse_database; do
  ln -s $venv/bin/$tool /usr/bin/$tool
done

# The package's maintainer scripts: a system user, without a group of its own, and overrides for its folders.
adduser --quiet --system --no-create-home --home /var/lib/matrix-synapse matrix-synapse
for folder in /var/lib/matrix-synapse /var/log/matrix-synapse /etc/matrix-synapse; do
  mkdir -p $folder
  dpkg-statoverride --force-statoverride-add --update --add matrix-synapse nogroup 0755 $folder
done
mkdir /etc/matrix-synapse/conf.d

cat > /etc/default/matrix-synapse <<'EOF'
# Environment of Synapse
#SYNAPSE_CACHE_FACTOR=0.5
EOF

cat > /lib/systemd/system/matrix-synapse.service <<'EOF'
[Unit]
Description=Synapse Matrix homeserver

[Service]
Type=notify
User=matrix-synapse
WorkingDirectory=/var/lib/matrix-synapse
EnvironmentFile=-/etc/default/matrix-synapse
ExecStartPre=/opt/venvs/matrix-synapse/bin/python -m synapse.app.homeserver --config-path=/etc/matrix-synapse/homeserver.yaml --config-path=/etc/matrix-synapse/conf.d/ --generate-keys
ExecStart=/opt/venvs/matrix-synapse/bin/python -m synapse.app.homeserver --config-path=/etc/matrix-synapse/homeserver.yaml --config-path=/etc/matrix-synapse/conf.d/
ExecReload=/bin/kill -HUP $MAINPID
Restart=always
RestartSec=3
SyslogIdentifier=matrix-synapse

[Install]
WantedBy=multi-user.target
EOF
systemctl enable matrix-synapse.service
`
