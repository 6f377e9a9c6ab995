/** Configures a monolith as its owner would: the package's own files, then PostgreSQL, secrets and limits. */
export const configureSynapse = `
cd /etc/matrix-synapse
# As the package makes its conffile: generated, with the paths of Debian.
/opt/venvs/matrix-synapse/bin/generate_config --config-dir=/etc/matrix-synapse --data-dir=/var/lib/matrix-synapse |
  perl -pe '
    /^signing_key_path:/ and s/SERVERNAME/homeserver/;
    /^log_config:/ and s/SERVERNAME\\.log\\.config/log.yaml/;
    /^media_store_path:/ and s#/media_store#/media#;
    s#^pid_file:.*#pid_file: "/var/run/matrix-synapse.pid"#;
    s/^server_name:/#\\n# This is set in \\/etc\\/matrix-synapse\\/conf.d\\/server_name.yaml for Debian installations.\\n# server_name:/;
  ' > homeserver.yaml
/opt/venvs/matrix-synapse/bin/generate_log_config --output-file=log.yaml

# What the owner then changed by hand.
perl -0pi -e 's{^database:\\n.*?(?=^\\S)}{database:
  name: psycopg2
  txn_limit: 10000
  args:
    user: synapse_user
    password: synapse-password
    dbname: synapse
    host: 127.0.0.1
    # Every process has its own pool: keep processes x cp_max below max_connections.
    cp_min: 5
    cp_max: 10
}ms' homeserver.yaml
cat >> homeserver.yaml <<EOF

# Secrets: made once, never changed
registration_shared_secret: "$(openssl rand -hex 24)"
macaroon_secret_key: "$(openssl rand -hex 24)"
form_secret: "$(openssl rand -hex 24)"
EOF

cat > /etc/postgresql/15/main/conf.d/synapse.conf <<EOF
# Every Synapse process has its own pool: processes x cp_max, and some for people.
max_connections = 400
EOF

cat > conf.d/server_name.yaml <<EOF
# The domain name of the server: the last part of its users' IDs.
server_name: $SERVER_NAME
EOF
cat > conf.d/report_stats.yaml <<EOF
# Whether to report homeserver usage statistics.
report_stats: false
EOF
cat > conf.d/federation.yaml <<EOF
# The lab's homeservers have private addresses and certificates that they made themselves.
ip_range_blacklist: []
federation_verify_certificates: false
# No key server vouches for their keys: each server is asked for its own.
trusted_key_servers: []
EOF
cat > conf.d/presence.yaml <<EOF
# Who is there, for all users.
presence:
  enabled: true
EOF
cat > conf.d/ratelimits.yaml <<EOF
# Tests send faster than people do.
$(for limit in rc_message rc_registration rc_registration_token_validity rc_admin_redaction rc_joins_per_room \\
  rc_third_party_invite rc_media_create rc_delayed_event_mgmt rc_room_creation rc_reports rc_user_directory rc_profile \\
  rc_key_requests; do echo "$limit: { per_second: 100000, burst_count: 100000 }"; done)
rc_login:
  address: { per_second: 100000, burst_count: 100000 }
  account: { per_second: 100000, burst_count: 100000 }
  failed_attempts: { per_second: 100000, burst_count: 100000 }
rc_joins:
  local: { per_second: 100000, burst_count: 100000 }
  remote: { per_second: 100000, burst_count: 100000 }
rc_invites:
  per_room: { per_second: 100000, burst_count: 100000 }
  per_user: { per_second: 100000, burst_count: 100000 }
  per_issuer: { per_second: 100000, burst_count: 100000 }
rc_presence:
  per_user: { per_second: 100000, burst_count: 100000 }
rc_remote_media_downloads: { per_second: 10G, burst_count: 10G }
rc_federation: { window_size: 1000, sleep_limit: 100000, sleep_delay: 1, reject_limit: 100000, concurrent: 1000 }
federation_rr_transactions_per_room_per_second: 100000
EOF
`
