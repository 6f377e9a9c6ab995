# Runs an apt program that only looks, and sets swk_text to what it prints.
# As its own user apt uses its cache but cannot write it; where that user may not read the sources, apt runs without a cache.
swk_look() {
  if [ "$(id -u)" = 0 ]; then
    swk_text=$(setpriv --reuid=_apt --regid=nogroup --clear-groups "$@" 2>&1 </dev/null) && return
    case $swk_text in setpriv:*|*'ermission denied'*) ;; *) return 1;; esac
    set -- "$@" -o Dir::Cache::pkgcache= -o Dir::Cache::srcpkgcache=
  fi
  swk_text=$("$@" 2>&1 </dev/null)
}
