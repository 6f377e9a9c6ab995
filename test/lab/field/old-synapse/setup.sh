systemctl stop matrix-synapse
/opt/venvs/matrix-synapse/bin/pip install -q --disable-pip-version-check --no-cache-dir 'matrix-synapse[redis]==1.100.0' 'twisted<24' 'prometheus-client<0.20' \
  'treq<24' 'pydantic<2.6' 'attrs<24' 'pyopenssl<24' 'cryptography<42' 'jsonschema<4.21' 'setuptools<70' 'service-identity<24' >/dev/null 2>/root/pip.log || { tail -3 /root/pip.log; exit 1; }
# its database knows no newer schema
runuser -u postgres -- dropdb synapse
runuser -u postgres -- createdb --encoding=UTF8 --locale=C --template=template0 --owner=synapse_user synapse
hs "c['worker_replication_secret']='made-by-hand'"
go
for user in alice bob; do
  register_new_matrix_user --user $user --password $user-password --no-admin --config /etc/matrix-synapse/homeserver.yaml http://127.0.0.1:8008 >/dev/null
done
$PY - <<'P'
import json, urllib.request
def call(method, path, body, token=None, type="application/json"):
    data = body if isinstance(body, bytes) else json.dumps(body).encode()
    headers = {"Content-Type": type, **({"Authorization": "Bearer " + token} if token else {})}
    return json.load(urllib.request.urlopen(urllib.request.Request("http://127.0.0.1:8008" + path, data, headers, method=method)))
who = {"type": "m.id.user", "user": "alice"}
alice = call("POST", "/_matrix/client/v3/login", {"type": "m.login.password", "identifier": who, "password": "alice-password"})["access_token"]
room = call("POST", "/_matrix/client/v3/createRoom", {"preset": "private_chat"}, alice)["room_id"]
media = call("POST", "/_matrix/media/v3/upload?filename=a.txt", b"a file", alice, "text/plain")["content_uri"]
json.dump({"room": room, "media": media}, open("/root/matrix.json", "w"))
P
