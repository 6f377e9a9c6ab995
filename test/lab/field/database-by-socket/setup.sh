runuser -u postgres -- psql -qc 'ALTER ROLE synapse_user RENAME TO "matrix-synapse"'
hs "c['database']['args']={'dbname':'synapse','user':'matrix-synapse','cp_min':5,'cp_max':10}"
go
