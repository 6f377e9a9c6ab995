hs "c.pop('pusher_instances')"
systemctl restart matrix-synapse
