# Workers over UNIX sockets, in conf.d and with a target of their own, as the guide "Worker-based setup" has them, where it is put right.
set -e
export DEBIAN_FRONTEND=noninteractive
apt-get install -qy redis-server >/dev/null
sed -i -e 's/^port .*/port 0/' -e 's/^# unixsocket /unixsocket /' -e 's/^# unixsocketperm .*/unixsocketperm 770/' /etc/redis/redis.conf
systemctl restart redis-server
groupadd --system clubmatrix
for group in redis clubmatrix; do usermod -aG $group matrix-synapse; done
usermod -aG clubmatrix www-data
printf 'd /run/matrix-synapse 2770 matrix-synapse clubmatrix -\n' > /etc/tmpfiles.d/matrix-synapse.conf
systemd-tmpfiles --create /etc/tmpfiles.d/matrix-synapse.conf
cd /etc/matrix-synapse
sed -i 's#^listeners:#listeners:\n  - path: /run/matrix-synapse/replication.sock\n    mode: 0660\n    type: http\n    resources:\n      - names:\n        - replication\n#' homeserver.yaml
printf 'redis:\n  enabled: true\n  path: /run/redis/redis-server.sock\n' > conf.d/redis.yaml
cat > conf.d/instance_map.yaml <<'YAML'
instance_map:
  main:
    path: /run/matrix-synapse/replication.sock
  clientsync1:
    path: /run/matrix-synapse/replication_clientsync1.sock
enable_media_repo: False
YAML
mkdir -p workers log.config
worker() { # NAME APP SOCKET RESOURCES
  cat > "workers/$1.yaml" <<YAML
worker_app: "synapse.app.$2"
worker_name: "$1"
worker_log_config: "/etc/matrix-synapse/log.config/$1.yaml"

worker_listeners:
  - path: "/run/matrix-synapse/$3.sock"
    mode: 0660
    type: http
    x_forwarded: true    # Trust the X-Forwarded-For header from Nginx
    resources:
      - names: [$4]
YAML
  sed "s#homeserver\.log#$1.log#" log.yaml > "log.config/$1.yaml"
}
worker clientsync1 generic_worker synapse_inbound_client_sync1 client
cat >> workers/clientsync1.yaml <<'YAML'
  - path: "/run/matrix-synapse/replication_clientsync1.sock"
    type: http
    resources:
      - names: [replication]
YAML
worker roomworker1 generic_worker inbound_roomworker1 'client, federation'
worker mediaworker1 media_repository inbound_mediaworker1 media
cat > /etc/systemd/system/matrix-synapse-worker@.service <<'UNIT'
[Unit]
Description=Synapse %i
AssertPathExists=/etc/matrix-synapse/workers/%i.yaml

# This service should be restarted when the synapse target is restarted.
PartOf=matrix-synapse.target
ReloadPropagatedFrom=matrix-synapse.target

# if this is started at the same time as the main, let the main process start
# first, to initialise the database schema.
After=matrix-synapse.service

[Service]
Type=notify
NotifyAccess=main
User=matrix-synapse
WorkingDirectory=/var/lib/matrix-synapse
EnvironmentFile=-/etc/default/matrix-synapse
ExecStart=/opt/venvs/matrix-synapse/bin/python -m synapse.app.generic_worker --config-path=/etc/matrix-synapse/homeserver.yaml --config-path=/etc/matrix-synapse/conf.d/ --config-path=/etc/matrix-synapse/workers/%i.yaml
ExecReload=/bin/kill -HUP $MAINPID
Restart=always
RestartSec=3
SyslogIdentifier=matrix-synapse-%i

[Install]
WantedBy=matrix-synapse.target
UNIT
cat > /etc/systemd/system/matrix-synapse.target <<'UNIT'
[Unit]
Description=Matrix Synapse with all its workers
After=network.target

[Install]
WantedBy=multi-user.target
UNIT
cat > /etc/nginx/conf.d/synapse-upstreams.conf <<'NGINX'
upstream client_sync { server unix:/run/matrix-synapse/synapse_inbound_client_sync1.sock; }
upstream room_workers { server unix:/run/matrix-synapse/inbound_roomworker1.sock; }
upstream media_workers { server unix:/run/matrix-synapse/inbound_mediaworker1.sock; }
NGINX
{ while read -r upstream pattern; do
  cat <<NGINX
location ~ $pattern {
    proxy_pass http://$upstream;
    proxy_set_header X-Forwarded-For \$remote_addr;
    proxy_set_header X-Forwarded-Proto \$scheme;
    proxy_set_header Host \$host:\$server_port;
    client_max_body_size 50M;
    proxy_http_version 1.1;
}
NGINX
done <<'MAP'
client_sync ^/_matrix/client/(r0|v3)/sync$
room_workers ^/_matrix/client/(api/v1|r0|v3|unstable)/rooms/.*/(joined_members|members|messages)$
media_workers ^/_matrix/(media/|(client|federation)/v1/media/)
MAP
} > /etc/nginx/snippets/synapse-workers.conf
sed -i 's#^    location ~ ^(/_matrix#    include snippets/synapse-workers.conf;\n\n&#' /etc/nginx/sites-available/matrix
systemctl daemon-reload
systemctl enable -q matrix-synapse.target matrix-synapse-worker@clientsync1 matrix-synapse-worker@roomworker1 matrix-synapse-worker@mediaworker1
systemctl restart matrix-synapse
systemctl start matrix-synapse.target matrix-synapse-worker@clientsync1 matrix-synapse-worker@roomworker1 matrix-synapse-worker@mediaworker1
nginx -t -q && systemctl restart nginx
