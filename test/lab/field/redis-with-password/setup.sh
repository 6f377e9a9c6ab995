apt-get -qq update >/dev/null; apt-get -qq install -y redis-server >/dev/null
echo 'requirepass hunter2' >> /etc/redis/redis.conf
systemctl restart redis-server
go
