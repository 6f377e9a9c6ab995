cat > /etc/nginx/snippets/synapse.conf <<'V'
proxy_pass http://localhost:8008;
proxy_set_header X-Forwarded-For $remote_addr; proxy_set_header X-Forwarded-Proto $scheme; proxy_set_header Host $host; client_max_body_size 50M;
V
vhost <<'V'
server { listen 443 ssl; server_name hs1.test;
    ssl_certificate /etc/ssl/certs/matrix.pem; ssl_certificate_key /etc/ssl/private/matrix.key;
    location /_matrix { include snippets/synapse.conf; }
    location /_synapse/client { include snippets/synapse.conf; }
}
server { listen 8448 ssl; server_name hs1.test;
    ssl_certificate /etc/ssl/certs/matrix.pem; ssl_certificate_key /etc/ssl/private/matrix.key;
    location / { include /etc/nginx/snippets/synapse.conf; }
}
V
go
