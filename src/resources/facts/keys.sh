# The public keys of sshd.
for type in dsa rsa ecdsa ed25519; do
  for dir in /etc/ssh /etc/openssh /etc; do
    file=$dir/ssh_host_${type}_key.pub
    [ ! -r "$file" ] || { printf '%s\t%s\n' "$type" "$(cat "$file")"; break; }
  done
done
