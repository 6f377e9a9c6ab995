mkdir -p /etc/systemd/system/matrix-synapse.service.d
cat > /etc/systemd/system/matrix-synapse.service.d/hardening.conf <<'X'
[Service]
NoNewPrivileges=yes
PrivateTmp=yes
ProtectSystem=strict
ProtectHome=yes
RuntimeDirectory=matrix-synapse
ReadWritePaths=/var/lib/matrix-synapse /var/log/matrix-synapse /etc/matrix-synapse /run
X
go
