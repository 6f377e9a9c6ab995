# The Python of the host, which swk itself does without.
python=$(readlink -f "$(command -v python3)") || exit 0
[ -x "$python" ] && printf '%s\t%s\n' "$python" "$("$python" -c 'import sys; print(*sys.version_info)')"
