# NAME: removes a user, and of the home that useradd has created for it what is still as it was created.
swk_remove_user() {
  swk_home=$(getent passwd -- "$1" | cut -d: -f6) swk_uid=$(id -u -- "$1")
  [ "$(stat -c %u -- "$swk_home" 2>/dev/null)" = "$swk_uid" ] || swk_home=
  userdel -- "$1"
  [ -n "$swk_home" ] && cd -P -- "$swk_home" || return 0
  for swk_file in .bashrc .profile .bash_logout; do
    if [ ! -L "$swk_file" ] && cmp -s -- "/etc/skel/$swk_file" "$swk_file"; then rm -f -- "./$swk_file"; fi
  done
  cd / && rmdir --ignore-fail-on-non-empty -- "$swk_home"
}
