cat > /etc/nginx/sites-available/federation <<'V'
server { listen 8448 ssl; listen [::]:8448 ssl; server_name hs1.test;
    ssl_certificate /etc/ssl/certs/matrix.pem; ssl_certificate_key /etc/ssl/private/matrix.key;
    location /_matrix { proxy_pass http://127.0.0.1:8008; proxy_set_header X-Forwarded-For $remote_addr; proxy_set_header X-Forwarded-Proto $scheme; proxy_set_header Host $host; client_max_body_size 50M; }
}
V
vhost <<'V'
server { listen 443 ssl; listen [::]:443 ssl; server_name hs1.test;
    ssl_certificate /etc/ssl/certs/matrix.pem; ssl_certificate_key /etc/ssl/private/matrix.key;
    location ~ ^(/_matrix|/_synapse/client) { proxy_pass http://127.0.0.1:8008; proxy_set_header X-Forwarded-For $remote_addr; proxy_set_header X-Forwarded-Proto $scheme; proxy_set_header Host $host; client_max_body_size 50M; }
}
V
echo 'server { listen 80; server_name blog.test; root /var/www/home; location /api { proxy_pass http://127.0.0.1:3000; } }' > /etc/nginx/sites-available/blog
ln -s ../sites-available/federation /etc/nginx/sites-enabled/federation; ln -s ../sites-available/blog /etc/nginx/sites-enabled/blog
go
