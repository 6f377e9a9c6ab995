# each of the reasons in turn
rm /etc/matrix-synapse/conf.d/zz-local.yaml
hs "c['database']['args']['cp_max']=10"
sed -i -E 's,(proxy_pass http://localhost:8008)[^;]*;,\1;,' /etc/nginx/sites-available/matrix
nginx -t 2>&1; systemctl reload nginx; systemctl restart matrix-synapse
