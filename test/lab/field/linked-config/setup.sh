install -d -m 755 /srv/config; mv /etc/matrix-synapse/homeserver.yaml /srv/config/; ln -s /srv/config/homeserver.yaml /etc/matrix-synapse/homeserver.yaml
go
