# the Synapse manual: "Using Postgres"
systemctl stop matrix-synapse
runuser -u postgres -- dropdb synapse
runuser -u postgres -- createdb --encoding=UTF8 --locale=C --template=template0 --owner=synapse_user synapse
cp /etc/matrix-synapse/homeserver.yaml /root/homeserver-postgres.yaml
$PY - <<'P'
import yaml
c = {}
for p in ['/etc/matrix-synapse/homeserver.yaml', '/etc/matrix-synapse/conf.d/server_name.yaml']: c.update(yaml.safe_load(open(p)))
c['database'] = {'name': 'psycopg2', 'args': {'user': 'synapse_user', 'password': 'synapse-password', 'dbname': 'synapse', 'cp_min': 5, 'cp_max': 10}}
yaml.safe_dump(c, open('/root/homeserver-postgres.yaml', 'w'))
P
cd /var/lib/matrix-synapse
synapse_port_db --sqlite-database homeserver.db --postgres-config /root/homeserver-postgres.yaml > /root/port.log 2>&1 || { tail -5 /root/port.log; exit 1; }
hs "c['database']=yaml.safe_load(open('/root/homeserver-postgres.yaml'))['database']"
systemctl start matrix-synapse
