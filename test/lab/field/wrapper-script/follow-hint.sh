printf '[Service]\nLimitNOFILE=65536\n' > /etc/systemd/system/matrix-synapse.service.d/start.conf
systemctl daemon-reload; systemctl restart matrix-synapse
