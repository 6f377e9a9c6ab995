systemctl disable -q --now nginx
ip link add br-traefik type bridge; printf '[NetDev]\nName=br-traefik\nKind=bridge\n' > /etc/systemd/network/60-br.netdev
printf '[Match]\nName=br-traefik\n[Network]\nAddress=172.31.7.1/24\nConfigureWithoutCarrier=yes\n' > /etc/systemd/network/60-br.network
networkctl reload 2>/dev/null; ip address replace 172.31.7.1/24 dev br-traefik; ip link set br-traefik up
hs "c['listeners'][0]['bind_addresses']=['172.31.7.1','127.0.0.1']"
mkdir -p /opt/traefik
cat > /opt/traefik/proxy.conf <<'X'
pid /run/traefik.pid; error_log stderr; events {}
http { access_log off; server { listen 443 ssl; listen 8448 ssl; ssl_certificate /etc/ssl/certs/matrix.pem; ssl_certificate_key /etc/ssl/private/matrix.key;
  client_max_body_size 50M; location / { proxy_pass http://172.31.7.1:8008; proxy_set_header Host $host; proxy_set_header X-Forwarded-For $remote_addr; proxy_set_header X-Forwarded-Proto https; } } }
X
printf '[Unit]\nAfter=network-online.target\n[Service]\nExecStart=/usr/sbin/nginx -c /opt/traefik/proxy.conf -g "daemon off;"\nRestart=on-failure\n[Install]\nWantedBy=multi-user.target\n' > /etc/systemd/system/traefik.service
systemctl daemon-reload; systemctl restart matrix-synapse; systemctl enable -q --now traefik
