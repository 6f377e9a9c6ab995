vhost <<'V'
server { listen 443 ssl; listen 8448 ssl; server_name hs1.test;
    ssl_certificate /etc/ssl/certs/matrix.pem; ssl_certificate_key /etc/ssl/private/matrix.key;
    location ~ ^/_matrix/client/unstable/org.matrix.msc3575/sync { proxy_pass http://127.0.0.1:8009; proxy_set_header X-Forwarded-For $remote_addr; proxy_set_header X-Forwarded-Proto $scheme; proxy_set_header Host $host; client_max_body_size 50M; }
    location ~ ^(/_matrix|/_synapse/client) { proxy_pass http://localhost:8008; proxy_set_header X-Forwarded-For $remote_addr; proxy_set_header X-Forwarded-Proto $scheme; proxy_set_header Host $host; client_max_body_size 50M; }
}
V
go
