# "Move the data with synapse_port_db first", with one file that has what stands in conf.d, too; Synapse is stopped meanwhile
set -e
runuser -u postgres -- sh -c 'cd /; createdb --encoding=UTF8 --locale=C --template=template0 --owner=synapse_user moved'
systemctl stop matrix-synapse
hs "c['database']={'name':'psycopg2','args':{'dbname':'moved','user':'synapse_user','password':'synapse-password','host':'127.0.0.1','cp_min':5,'cp_max':10}}"
cd /var/lib/matrix-synapse
cat /etc/matrix-synapse/homeserver.yaml /etc/matrix-synapse/conf.d/server_name.yaml >whole.yaml
runuser -u matrix-synapse -- synapse_port_db --sqlite-database homeserver.db --postgres-config whole.yaml >port.log 2>&1 || { tail -n 12 port.log; exit 1; }
rm whole.yaml port.log
systemctl start matrix-synapse
until hget http://127.0.0.1:8008/health | grep -q '^200'; do sleep 0.3; done
hget -m POST -d '{"type":"m.login.password","identifier":{"type":"m.id.user","user":"alice"},"password":"alice-password"}' http://127.0.0.1:8008/_matrix/client/v3/login | grep '^200'
