hs "c['listeners'][0]['bind_addresses']=['::1']; c['database']['args']['host']='::1'"
vhost <<'V'
server {
    listen [::]:443 ssl ipv6only=off; listen [::]:8448 ssl ipv6only=off; server_name hs1.test;
    ssl_certificate /etc/ssl/certs/matrix.pem; ssl_certificate_key /etc/ssl/private/matrix.key;
    location ~ ^(/_matrix|/_synapse/client) { proxy_pass http://[::1]:8008; proxy_set_header X-Forwarded-For $remote_addr; proxy_set_header X-Forwarded-Proto $scheme; proxy_set_header Host $host; client_max_body_size 50M; }
}
V
# localhost is ::1 alone
sed -i 's/^127\.0\.0\.1[[:space:]].*//; s/^::1.*/::1 localhost hs1.test/' /etc/hosts
grep -q '^::1 localhost' /etc/hosts || echo '::1 localhost hs1.test' >> /etc/hosts
go
