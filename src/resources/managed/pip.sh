# pip.sh read|write STATE VENV EXECUTABLE REQUIREMENTS CHDIR BREAK EXTRA NAMES [COMMAND PYTHON SITE EDITABLE UMASK]: packages of Python. EXTRA and
# NAMES are one a line. A package is right if the Python that has pip says so; `latest` and files of requirements are asked of pip.
mode=$1 state=$2 venv=$3 executable=$4 requirements=$5 chdir=$6 break=$7 extra=$8 names=$9
shift 9
export PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_INPUT=1 LC_ALL=C.UTF-8
[ -z "$break" ] || export PIP_BREAK_SYSTEM_PACKAGES=1
[ -z "$chdir" ] || cd -- "$chdir" || exit
python=python3
if [ "$venv" ]; then
  python=$venv/bin/python
elif [ "$executable" ]; then
  python=$(head -n 1 -- "$(command -v "$executable" || echo "$executable")" 2>/dev/null | sed -n 's/^#! *//p')
fi
# Arguments of `pip install` or `pip uninstall`, one a line.
pip_args() {
  [ -z "$extra" ] || printf '%s\n' "$extra"
  [ -z "$requirements" ] || printf -- '-r\n%s\n' "$requirements"
  [ -z "$names" ] || printf '%s\n' "$names" | sed "s/^/${1:-}/" | tr '\t' '\n'
}
run_pip() {
  pip_args "${editable:-}" | tr '\n' '\0' | xargs -0 "$python" -m pip "$@"
}
editable=''
if [ "$mode" = read ]; then
  "$python" -m pip --version >/dev/null 2>&1 || exit 0
  if [ "$state" = absent ] || { [ "$state" = present ] && [ -z "$requirements" ]; }; then
    printf 'right\t%s\n' "$(printf '%s\n' "$names" | "$python" -c '
import re, sys
from importlib.metadata import PackageNotFoundError, version
from pip._vendor.packaging.requirements import InvalidRequirement, Requirement
def has(text):
    egg, wheel = re.search(r"#egg=([\w.-]+)", text), re.search(r"([^/]+?)-([^/-]+)-[^/]*\.whl$", text)
    text = egg[1] if egg else "%s==%s" % wheel.groups() if wheel else text
    try:
        wanted = Requirement(text)
        return wanted.marker and not wanted.marker.evaluate() or wanted.specifier.contains(version(wanted.name), prereleases=True)
    except (InvalidRequirement, PackageNotFoundError):
        return False
found = [has(line) for line in sys.stdin.read().splitlines() if line]
print("yes" if (not any(found) if sys.argv[1] == "absent" else all(found)) else "no")
' "$state")"
    exit 0
  fi
  upgrade=''
  [ "$state" != latest ] || upgrade=--upgrade
  # shellcheck disable=SC2086 # One word or none.
  would=$(run_pip install --dry-run $upgrade 2>/dev/null) || would='Would install something'
  printf 'right\t%s\n' "$(case $would in *'Would install '*) echo no ;; *) echo yes ;; esac)"
  exit 0
fi
command=$1 base=$2 site=$3 editable=$4
[ -z "$5" ] || umask "$5"
if [ "$venv" ] && [ ! -e "$python" ]; then
  [ "$command" ] || { command -v virtualenv >/dev/null && command=virtualenv; } || command="${base:-python3} -m venv"
  case $command in *' -m venv'* | *pyvenv*) ;; *) [ -z "$base" ] || command="$command --python=$base" ;; esac
  [ -z "$site" ] || command="$command --system-site-packages"
  # shellcheck disable=SC2086 # A command and its arguments.
  $command "$venv" >&2
fi
[ "$names$requirements" ] || exit 0
[ -z "$editable" ] || editable=$(printf -- '-e\t')
case $state in
  absent) extra='' editable='' && run_pip uninstall -y >&2 ;;
  latest) run_pip install --upgrade >&2 ;;
  *) run_pip install >&2 ;;
esac
