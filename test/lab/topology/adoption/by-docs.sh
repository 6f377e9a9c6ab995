# Workers as Synapse's own documentation has them: TCP ports, all settings in homeserver.yaml, a location for each in nginx.
set -e
export DEBIAN_FRONTEND=noninteractive
apt-get install -qy redis-server >/dev/null
cd /etc/matrix-synapse
python=/opt/venvs/matrix-synapse/bin/python
$python - <<'PY'
import yaml
with open('homeserver.yaml') as f: text = f.read()
shared = '''
redis:
  enabled: true
worker_replication_secret: "only-the-workers-know"
instance_map:
  main: { host: localhost, port: 8034 }
  to_device_writer1: { host: localhost, port: 8036 }
stream_writers:
  to_device: to_device_writer1
federation_sender_instances:
  - federation_sender1
enable_media_repo: false
media_instance_running_background_jobs: media_worker
'''
listener = '''listeners:
  - port: 8034
    bind_addresses: ['127.0.0.1']
    type: http
    resources:
      - names: [replication]
'''
with open('homeserver.yaml', 'w') as f: f.write(text.replace('listeners:\n', listener, 1) + shared)
PY
mkdir -p workers
worker() { # NAME APP, then listeners on standard input
  { printf 'worker_app: synapse.app.%s\nworker_name: %s\n' "$2" "$1"; cat
    printf 'worker_log_config: /etc/matrix-synapse/%s_log.yaml\n' "$1"; } > "workers/$1.yaml"
  sed "s#homeserver\.log#$1.log#" log.yaml > "${1}_log.yaml"
}
listen() { printf '  - type: http\n    port: %s\n    x_forwarded: true\n    resources:\n      - names: [%s]\n' "$1" "$2"; }
{ echo worker_listeners:; listen 8083 'client, federation'; } | worker generic_worker1 generic_worker
{ echo worker_listeners:; listen 8085 media; } | worker media_worker media_repository
{ echo worker_listeners:; listen 8086 client; listen 8036 replication; } | worker to_device_writer1 generic_worker
: | worker federation_sender1 generic_worker
cat > /etc/systemd/system/matrix-synapse-worker@.service <<'UNIT'
[Unit]
Description=Synapse %i
AssertPathExists=/etc/matrix-synapse/workers/%i.yaml
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
WantedBy=matrix-synapse.service
UNIT
$python - <<'PY'
path = '/etc/nginx/sites-available/matrix'
with open(path) as f: text = f.read()
def location(pattern, target):
    return f'''    location ~ {pattern} {{
        proxy_pass http://{target};
        proxy_set_header X-Forwarded-For $remote_addr;
        proxy_set_header X-Forwarded-Proto $scheme;
        proxy_set_header Host $host:$server_port;
        client_max_body_size 50M;
        proxy_http_version 1.1;
    }}
'''
more = location('^/_matrix/client/(r0|v3)/sync$', 'generic_workers') \
    + location('^/_matrix/client/(r0|v3)/sendToDevice/', '127.0.0.1:8086') \
    + location('^/_matrix/(media/|(client|federation)/v1/media/)', 'localhost:8085')
text = 'upstream generic_workers {\n    server localhost:8083;\n}\n\n' + text
text = text.replace('    location ~ ^(/_matrix', more + '    location ~ ^(/_matrix', 1)
with open(path, 'w') as f: f.write(text)
PY
systemctl daemon-reload
for name in generic_worker1 media_worker to_device_writer1 federation_sender1; do systemctl enable -q "matrix-synapse-worker@$name"; done
systemctl restart matrix-synapse
systemctl start matrix-synapse-worker@generic_worker1 matrix-synapse-worker@media_worker matrix-synapse-worker@to_device_writer1 matrix-synapse-worker@federation_sender1
nginx -t -q && systemctl reload nginx
