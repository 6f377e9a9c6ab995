hs "c['database']={'name':'sqlite3','args':{'database':'/var/lib/matrix-synapse/homeserver.db'}}"
go
until hget http://127.0.0.1:8008/health | grep -q '^200'; do sleep 0.3; done
for user in alice bob admin; do
  register_new_matrix_user --user $user --password $user-password $([ $user = admin ] && echo --admin || echo --no-admin) --config /etc/matrix-synapse/homeserver.yaml http://127.0.0.1:8008
done
# a homeserver that runs for long has finished these
until [ "$(python3 -c 'import sqlite3; print(sqlite3.connect("/var/lib/matrix-synapse/homeserver.db").execute("select count(*) from background_updates").fetchone()[0])')" = 0 ]; do sleep 1; done
