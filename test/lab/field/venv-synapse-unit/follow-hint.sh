# "Rename synapse.service to matrix-synapse.service, and let its ExecStart read /etc/matrix-synapse/conf.d after homeserver.yaml"
systemctl disable -q --now synapse
mkdir -p /etc/matrix-synapse/conf.d
mv /opt/synapse/homeserver.yaml /etc/matrix-synapse/homeserver.yaml
sed 's,--config-path=.*,--config-path=/etc/matrix-synapse/homeserver.yaml --config-path=/etc/matrix-synapse/conf.d/,' /etc/systemd/system/synapse.service > /etc/systemd/system/matrix-synapse.service
rm /etc/systemd/system/synapse.service
systemctl daemon-reload; systemctl enable -q --now matrix-synapse
