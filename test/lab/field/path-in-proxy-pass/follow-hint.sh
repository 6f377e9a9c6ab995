sed -i 's,localhost:8008/_matrix/;,localhost:8008;,' /etc/nginx/sites-available/matrix
nginx -t 2>&1; systemctl reload nginx
