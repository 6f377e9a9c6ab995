install -d -o matrix-synapse /srv/media-copy
hs "c['media_storage_providers']=[{'module':'file_system','store_local':True,'store_remote':True,'store_synchronous':True,'config':{'directory':'/srv/media-copy'}}]"
go
