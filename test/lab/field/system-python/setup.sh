mkdir -p /etc/systemd/system/matrix-synapse.service.d
cat > /etc/systemd/system/matrix-synapse.service.d/python.conf <<X
[Service]
Environment=PYTHONPATH=$(echo /opt/venvs/matrix-synapse/lib/python3*/site-packages)
ExecStartPre=
ExecStart=
ExecStart=/usr/bin/python3 -m synapse.app.homeserver --config-path=/etc/matrix-synapse/homeserver.yaml --config-path=/etc/matrix-synapse/conf.d/
X
go
