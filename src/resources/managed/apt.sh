# apt.sh read|write upgrade|dist-upgrade|autoremove|autoclean|clean|deb [ARCHIVE]: what apt does with the host as a whole.
mode=$1 what=$2 archive=$3
export DEBIAN_FRONTEND=noninteractive LC_ALL=C
run() { apt-get -y -q -o DPkg::Lock::Timeout=120 -o Dpkg::Options::=--force-confold "$@" </dev/null; }
count() { printf 'pending\t%s\n' "$(grep -c "$1" || :)"; }
if [ "$mode" = read ]; then
  case $what in
    upgrade) apt-get -s -o Debug::NoLocking=1 upgrade --with-new-pkgs 2>/dev/null | count '^\(Inst\|Remv\) ' ;;
    dist-upgrade) apt-get -s -o Debug::NoLocking=1 dist-upgrade 2>/dev/null | count '^\(Inst\|Remv\) ' ;;
    autoremove) apt-get -s -o Debug::NoLocking=1 autoremove 2>/dev/null | count '^Remv ' ;;
    autoclean) apt-get -s -o Debug::NoLocking=1 autoclean 2>/dev/null | count '^Del ' ;;
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
  upgrade) run upgrade --with-new-pkgs >&2 ;;
  deb)
    case $archive in
      http://* | https://*)
        dir=$(mktemp -d)
        trap 'rm -rf "$dir"' EXIT
        /usr/lib/apt/apt-helper -o APT::Sandbox::User=root download-file "$archive" "$dir/${archive##*/}" >&2
        archive=$dir/${archive##*/}
        ;;
    esac
    run --allow-downgrades install "$archive" >&2
    ;;
  *) run "$what" >&2 ;;
esac
