/** The owner's web server: Synapse as its handbook shows it, and pages of their own beside it. */
export const configureNginx = `
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 3650 -subj "/CN=$SERVER_NAME" \\
  -addext "subjectAltName=DNS:$SERVER_NAME" -keyout /etc/ssl/private/matrix.key -out /etc/ssl/certs/matrix.pem
rm /etc/nginx/sites-enabled/default
cat > /etc/nginx/sites-available/matrix <<EOF
server {
    listen 80 default_server;
    listen [::]:80 default_server;
    listen 443 ssl default_server;
    listen [::]:443 ssl default_server;

    # For the federation port
    listen 8448 ssl default_server;
    listen [::]:8448 ssl default_server;

    server_name $SERVER_NAME;
    ssl_certificate /etc/ssl/certs/matrix.pem;
    ssl_certificate_key /etc/ssl/private/matrix.key;

    # Our own pages
    root /var/www/home;
    location / {
        try_files \\$uri \\$uri/ =404;
    }

    location /.well-known/matrix/client {
        default_type application/json;
        add_header Access-Control-Allow-Origin *;
        return 200 '{"m.homeserver": {"base_url": "https://$SERVER_NAME"}}';
    }

    location ~ ^(/_matrix|/_synapse/client) {
        # note: do not add a path (even a single /) after the port in proxy_pass,
        # otherwise nginx will canonicalise the URI and cause signature verification errors.
        proxy_pass http://localhost:8008;
        proxy_set_header X-Forwarded-For \\$remote_addr;
        proxy_set_header X-Forwarded-Proto \\$scheme;
        proxy_set_header Host \\$host:\\$server_port;

        # Nginx by default only allows file uploads up to 1M in size
        client_max_body_size 50M;

        # Synapse responses may be chunked, which is an HTTP/1.1 feature.
        proxy_http_version 1.1;
    }
}
EOF
ln -s /etc/nginx/sites-available/matrix /etc/nginx/sites-enabled/matrix
mkdir -p /var/www/home
echo '<!doctype html><title>Home</title><p>This page has nothing to do with Matrix.' > /var/www/home/index.html
nginx -t
`
