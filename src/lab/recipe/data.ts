/** Lives on the server for a moment, with Synapse really running: people, a room, messages, a picture. */
export const fillWithData = `
pg_ctlcluster 15 main start
runuser -u postgres -- psql -q -c "CREATE ROLE synapse_user LOGIN PASSWORD 'synapse-password'"
runuser -u postgres -- createdb --encoding=UTF8 --locale=C --template=template0 --owner=synapse_user synapse

synapse='/opt/venvs/matrix-synapse/bin/python -m synapse.app.homeserver
  --config-path=/etc/matrix-synapse/homeserver.yaml --config-path=/etc/matrix-synapse/conf.d/'
cd /var/lib/matrix-synapse
runuser -u matrix-synapse -- $synapse --generate-keys
setpriv --reuid=matrix-synapse --regid=nogroup --init-groups $synapse > /run/synapse.out 2>&1 &
server=$!
tries=300
until /opt/venvs/matrix-synapse/bin/python -c 'import urllib.request as r; r.urlopen("http://127.0.0.1:8008/health")' 2>/dev/null; do
  tries=$((tries - 1))
  [ $tries -gt 0 ] && kill -0 $server || { cat /run/synapse.out; tail -n 20 /var/log/matrix-synapse/homeserver.log; exit 1; }
  sleep 0.2
done
for user in alice bob admin; do
  register_new_matrix_user --user $user --password $user-password $([ $user = admin ] && echo --admin || echo --no-admin) \\
    --config /etc/matrix-synapse/homeserver.yaml http://127.0.0.1:8008
done
/opt/venvs/matrix-synapse/bin/python - <<'EOF'
import base64, json, urllib.request

def call(method, path, body=None, token=None, type="application/json"):
    data = body if isinstance(body, bytes) else None if body is None else json.dumps(body).encode()
    headers = {"Content-Type": type, **({"Authorization": "Bearer " + token} if token else {})}
    request = urllib.request.Request("http://127.0.0.1:8008" + path, data, headers, method=method)
    return json.load(urllib.request.urlopen(request))

def login(user):
    who = {"type": "m.id.user", "user": user}
    answer = call("POST", "/_matrix/client/v3/login", {"type": "m.login.password", "identifier": who, "password": user + "-password"})
    return answer["access_token"], answer["user_id"]

def send(token, content):
    send.number += 1
    path = f"/_matrix/client/v3/rooms/{room}/send/m.room.message/{send.number}"
    return call("PUT", path, content, token)["event_id"]
send.number = 0

alice, _ = login("alice")
bob, bobs_id = login("bob")
room = call("POST", "/_matrix/client/v3/createRoom", {"name": "Old friends", "invite": [bobs_id], "preset": "private_chat"}, alice)["room_id"]
call("POST", f"/_matrix/client/v3/join/{room}", {}, bob)
lines = ["Hello Bob", "Hello Alice", "This was said before swk came by"]
messages = [send(token, {"msgtype": "m.text", "body": line}) for token, line in zip([alice, bob, alice], lines)]
picture = base64.b64decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==")
media = call("POST", "/_matrix/media/v3/upload?filename=dot.png", picture, alice, "image/png")["content_uri"]
messages.append(send(alice, {"msgtype": "m.image", "body": "dot.png", "url": media}))
with open("/root/matrix.json", "w") as file:
    json.dump({"room": room, "messages": messages, "lines": lines, "media": media, "picture": base64.b64encode(picture).decode()}, file)
EOF
kill $server
wait $server || true
pg_ctlcluster 15 main stop
`
