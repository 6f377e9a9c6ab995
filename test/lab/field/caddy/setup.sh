systemctl disable -q --now nginx; apt-get -qq purge -y nginx nginx-common >/dev/null 2>&1
apt-get -qq update >/dev/null; apt-get -qq install -y caddy >/dev/null
install -o caddy -m 600 /etc/ssl/private/matrix.key /etc/caddy/matrix.key
cat > /etc/caddy/Caddyfile <<'X'
{
	auto_https off
}
https://hs1.test, https://hs1.test:8448 {
	tls /etc/ssl/certs/matrix.pem /etc/caddy/matrix.key
	reverse_proxy /_matrix/* localhost:8008
	reverse_proxy /_synapse/client/* localhost:8008
}
X
systemctl restart caddy; systemctl restart matrix-synapse
