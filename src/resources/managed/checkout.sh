# checkout.sh read|write REPO DEST VERSION REMOTE [FORCE UPDATE DEPTH RECURSIVE BARE CLONE KEY]: a working copy of git. `$options`,
# `$branch` and `$as` are lists of words. Set before: swk_find_real, swk_is_closed.
# shellcheck disable=SC2086,SC2154
mode=$1 repo=$2 dest=$3 version=$4 remote=$5
export GIT_TERMINAL_PROMPT=0 GIT_SSH_COMMAND="ssh -o BatchMode=yes ${11:+-i ${11}} ${12:-}"
# A working copy names programs that git runs (hooks, fsmonitor): root runs none that are another user's, but becomes that user.
as=
become_owner() {
  owner=$(stat -c %u -- "$1")
  [ "$owner" = "$(id -u)" ] || [ "$(id -u)" != 0 ] || as="setpriv --reuid=$owner --regid=$(getent passwd "$owner" | cut -d: -f4) --init-groups env HOME=$(getent passwd "$owner" | cut -d: -f6)"
}
# Sets `as` for a new copy: root runs git itself only where no other user can write.
become_maker() {
  above=$(dirname -- "${dest%/}")
  while [ ! -e "$above" ]; do above=$(dirname -- "$above"); done
  ! perl -e "$swk_is_closed" "$above" || return 0
  become_owner "$above"
  [ "$as" ] || [ -k "$above" ]
}
in_copy() { (cd -P -- "$dest" && [ "$PWD" = "$dest" ] && $as git "$@"); }
if [ -e "$dest/.git" ] || [ -e "$dest/HEAD" ]; then
  real=$(perl -e "$swk_find_real" "$dest") || { [ "$mode" = read ] || exit 9; exit 0; }
  dest=${real%/}
  become_owner "$dest"
fi
if [ "$mode" = read ]; then
  command -v git >/dev/null || exit 0
  printf 'git\tpresent\n'
  [ "${real:-}" ] || become_maker || :
  # As the one who will fetch: git does not trust a repository of another, and each has keys of their own.
  available=$(timeout 25 $as git ls-remote "$repo" 2>/dev/null) || available=
  case $version in
    HEAD) pattern='HEAD$' ;;
    *) pattern="refs/\\(heads\\|tags\\)/$(printf %s "$version" | sed 's/[][\.*^$]/\\&/g')\\(^{}\\)\\{0,1\\}\$" ;;
  esac
  found=$(printf '%s\n' "$available" | grep "	$pattern" | tail -n 1 | cut -f1) || found=
  case $version in
    *[!0-9a-f]* | '') ;;
    ???????*) [ "$found" ] || found=$version ;;
  esac
  printf 'remote\t%s\n' "$found"
  [ -e "$dest/.git" ] || [ -e "$dest/HEAD" ] || {
    # git clones into an empty directory, or makes it.
    [ -z "$(find "$dest" -maxdepth 0 \( ! -type d -o ! -empty \) 2>/dev/null)" ] || printf 'taken\tyes\n'
    exit 0
  }
  at=$(in_copy rev-parse HEAD 2>/dev/null) || at=
  case $at in "${found:-none}"*) at=$found ;; esac
  printf 'before\t%s\n' "$(in_copy rev-parse HEAD 2>/dev/null)"
  printf 'at\t%s\n' "$at"
  printf 'url\t%s\n' "$(in_copy config --get "remote.$remote.url")"
  [ -e "$dest/.git" ] || exit 0
  [ -z "$(in_copy status --porcelain --untracked-files=no 2>/dev/null)" ] && printf 'modified\tno\n' || printf 'modified\tyes\n'
  exit 0
fi
force=$6 depth=$7 recursive=$8 bare=$9 single=${10}
options="${depth:+--depth $depth}"
if [ ! -e "$dest/.git" ] && [ ! -e "$dest/HEAD" ]; then
  dest=${dest%/}
  become_maker || { echo "others than root can write to $above: git cannot run there as root" >&2; exit 9; }
  $as mkdir -p -- "$(dirname -- "$dest")"
  # What others could put there in the meantime is not cloned into.
  [ -d "$dest" ] && [ ! -L "$dest" ] || $as mkdir -- "$dest"
  branch=
  case $version in HEAD) ;; *) if $as git ls-remote --exit-code "$repo" "refs/heads/$version" "refs/tags/$version" >/dev/null 2>&1; then branch="--branch=$version"; else options=; fi ;; esac
  $as git clone -q ${bare:+--bare} --origin "$remote" $options ${single:+--single-branch} $branch -- "$repo" "$dest" >&2
  [ -z "$bare" ] || exit 0
  # A link of root's may lead there.
  real=$(perl -e "$swk_find_real" "$dest") || exit 9
  dest=${real%/}
else
  in_copy remote set-url "$remote" "$repo" 2>/dev/null || in_copy remote add "$remote" "$repo"
  [ -z "$bare" ] || { in_copy fetch -q --tags --force "$remote" '+refs/heads/*:refs/heads/*' >&2; exit 0; }
  [ "$force" != yes ] || in_copy reset -q --hard >&2
  in_copy fetch -q --tags --force $options "$remote" >&2
fi
if [ "$version" = HEAD ]; then
  in_copy remote set-head "$remote" -a >/dev/null 2>&1 || :
  branch=$(in_copy symbolic-ref --short "refs/remotes/$remote/HEAD" 2>/dev/null) || branch=
  branch=${branch#"$remote/"}
else
  branch=
  ! in_copy rev-parse -q --verify "refs/remotes/$remote/$version" >/dev/null || branch=$version
fi
if [ "$branch" ]; then
  in_copy checkout -q ${force:+$([ "$force" = yes ] && echo --force)} -B "$branch" "$remote/$branch" >&2
  in_copy reset -q --hard "$remote/$branch" >&2
else
  in_copy rev-parse -q --verify "$version^{commit}" >/dev/null || in_copy fetch -q "$remote" "$version" >&2 || :
  in_copy checkout -q --detach "$version" -- >&2
fi
[ -z "$recursive" ] || in_copy submodule update -q --init --recursive >&2
