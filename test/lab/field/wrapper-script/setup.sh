printf '#!/bin/sh\nulimit -n 65536\nexec /opt/venvs/matrix-synapse/bin/python -m synapse.app.homeserver -c /etc/matrix-synapse/homeserver.yaml -c /etc/matrix-synapse/conf.d/\n' > /usr/local/bin/start-synapse
chmod 755 /usr/local/bin/start-synapse
mkdir -p /etc/systemd/system/matrix-synapse.service.d
printf '[Service]\nExecStart=\nExecStart=/usr/local/bin/start-synapse\n' > /etc/systemd/system/matrix-synapse.service.d/start.conf
go
