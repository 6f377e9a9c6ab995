sed -i 's,^http {,&\n    include /etc/nginx/conf.d/*.conf;,' /etc/nginx/nginx.conf
nginx -t 2>&1; systemctl reload nginx
