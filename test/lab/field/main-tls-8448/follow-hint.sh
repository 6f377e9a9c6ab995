# "Bind the listener to 127.0.0.1 and let the proxy serve its port": the proxy takes 8448, to the listener that it proxies to already
hs "c['listeners']=[l for l in c['listeners'] if not l.get('tls')]"
systemctl restart matrix-synapse
sed -i 's/listen \[::\]:443 ssl;/& listen 8448 ssl; listen [::]:8448 ssl;/' /etc/nginx/sites-available/matrix
nginx -t 2>&1; systemctl reload nginx
