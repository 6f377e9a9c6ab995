# apt.sh read|write upgrade|dist-upgrade|autoremove|autoclean|clean|fixed|deb ARCHIVE|build-dep SOURCE [OPTION...]: what apt does
# with the host as a whole. apt.sh read match REGEX present|absent|latest: which packages match and are not as they should be.
# Reading may write no large file, such as apt's cache: swk_look (package/look.sh, ahead of this program) runs it as its own user.
mode=$1 what=$2 archive=$3 state=${4:-}
shift 3
export DEBIAN_FRONTEND=noninteractive LC_ALL=C
run() { apt-get -y -q -o DPkg::Lock::Timeout=120 -o Dpkg::Options::=--force-confold "$@" </dev/null >&2; }
count() { printf 'pending\t%s\n' "$(grep -c "$1" || :)"; }
# shellcheck disable=SC2154
simulate() {
  wanted=$1
  shift
  if swk_look apt-get -s -o Debug::NoLocking=1 "$@"; then
    printf '%s\n' "$swk_text" | count "$wanted"
  else
    printf 'error\t%s\n' "$(printf '%s\n' "$swk_text" | sed -n 's/^E: //p' | head -n 1)"
  fi
}
if [ "$mode" = read ]; then
  case $what in
    upgrade) simulate '^\(Inst\|Remv\) ' upgrade --with-new-pkgs ;;
    dist-upgrade) simulate '^\(Inst\|Remv\) ' dist-upgrade ;;
    autoremove) simulate '^Remv ' autoremove ;;
    autoclean) simulate '^Del ' autoclean ;;
    fixed) simulate '^\(Inst\|Remv\|Conf\) ' -f install ;;
    build-dep) simulate '^Inst ' build-dep -- "$archive" ;;
    match)
      has=$(dpkg-query -W -f '${db:Status-Status} ${Package}\n' | sed -n 's/^installed //p' | grep -E -e "$archive" | sort -u || :)
      swk_look apt-cache pkgnames
      all=$(printf '%s\n' "$swk_text" | grep -E -e "$archive" | sort -u || :)
      case $state in
        absent) due=$has ;;
        latest) due=$all ;;
        *) due=$(printf '%s\n' "$all" | grep -Fvx -e "$has" || :) ;;
      esac
      printf 'known\t%s\ndue\t%s\n' "$(printf %s "$all" | grep -c . || :)" "$(printf %s "$due" | tr "\n" " ")"
      ;;
    clean) find /var/cache/apt/archives -maxdepth 1 -name '*.deb' | count . ;;
    deb)
      if [ -f "$archive" ]; then
        name=$(dpkg-deb -f "$archive" Package) version=$(dpkg-deb -f "$archive" Version)
      else
        file=${archive##*/} name=${archive##*/} version=
        name=${name%%_*}
        case $file in *_*_*.deb) version=${file#*_} version=${version%_*} ;; esac
        case $archive in http://* | https://*) ;; *) printf 'archive\tabsent\n'; exit 0 ;; esac
      fi
      # shellcheck disable=SC2016
      has=$(dpkg-query -W -f '${db:Status-Status} ${Version}' "$name" 2>/dev/null) || has=
      version=$(printf %s "$version" | sed 's/%3a/:/')
      state=no
      case $has in "installed $version" | "installed "*":$version") state=yes ;; esac
      printf 'name\t%s\nversion\t%s\ninstalled\t%s\n' "$name" "$version" "$state"
      ;;
  esac
  exit 0
fi
case $what in
  upgrade) run "$@" upgrade --with-new-pkgs ;;
  fixed) run "$@" -f install ;;
  build-dep) run "$@" build-dep -- "$archive" ;;
  deb)
    case $archive in
      http://* | https://*)
        dir=$(mktemp -d)
        trap 'rm -rf "$dir"' EXIT
        /usr/lib/apt/apt-helper -o APT::Sandbox::User=root download-file "$archive" "$dir/${archive##*/}" >&2
        archive=$dir/${archive##*/}
        ;;
    esac
    run --allow-downgrades "$@" install "$archive"
    ;;
  *) run "$@" "$what" ;;
esac
