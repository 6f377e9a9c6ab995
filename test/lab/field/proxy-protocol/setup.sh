vhost <<'V'
server { listen 443 ssl; listen 8448 ssl; listen 8443 ssl proxy_protocol; set_real_ip_from 10.0.0.0/8; real_ip_header proxy_protocol; server_name hs1.test;
    ssl_certificate /etc/ssl/certs/matrix.pem; ssl_certificate_key /etc/ssl/private/matrix.key;
    location ~ ^(/_matrix|/_synapse/client) { proxy_pass http://localhost:8008; proxy_set_header X-Forwarded-For $remote_addr; proxy_set_header X-Forwarded-Proto $scheme; proxy_set_header Host $host; client_max_body_size 50M; }
}
V
go
