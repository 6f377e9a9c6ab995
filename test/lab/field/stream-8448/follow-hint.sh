# the proxy serves the port in its vhost
sed -i '/^stream {/,/^}/d' /etc/nginx/nginx.conf
sed -i 's/listen \[::\]:443 ssl;/& listen 8448 ssl; listen [::]:8448 ssl;/' /etc/nginx/sites-available/matrix
nginx -t 2>&1; systemctl restart nginx
