hs "c['database']={'name':'sqlite3','args':{'database':'/var/lib/matrix-synapse/homeserver.db'}}"
go
