vhost <<'V'
upstream synapse { server 127.0.0.1:8008 max_fails=0; server 127.0.0.1:8018 backup; keepalive 4; }
server { listen 443 ssl; listen 8448 ssl; server_name hs1.test;
    ssl_certificate /etc/ssl/certs/matrix.pem; ssl_certificate_key /etc/ssl/private/matrix.key;
    location ~ ^(/_matrix|/_synapse/client) { proxy_pass http://synapse; proxy_http_version 1.1; proxy_set_header Connection ""; proxy_set_header X-Forwarded-For $remote_addr; proxy_set_header X-Forwarded-Proto $scheme; proxy_set_header Host $host; client_max_body_size 50M; }
}
V
go
