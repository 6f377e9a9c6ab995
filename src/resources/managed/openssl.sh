# openssl.sh read|write|remove WHAT PATH ...: a private key, a certificate request or a certificate that the key signs, through openssl.
#   key PATH TYPE SIZE CURVE KEEP; csr PATH KEY DIGEST CONFIG; pipe - KEY DIGEST CONFIG; certificate PATH KEY DIGEST CSR-FILE CSR
# and of the first three written ones then: OWNER GROUP MODE DAYS, where an empty one leaves things as they are. Set before: swk_is_closed.
# shellcheck disable=SC2154
mode=$1 what=$2 path=$3 a=$4 b=$5 c=$6 d=${7-}
export LC_ALL=C
work=
trap '[ -z "$work" ] || rm -rf "$work"' EXIT
workspace() { [ "$work" ] || work=$(umask 077; mktemp -d); }

# Standard input is what openssl prints of a key.
describe_key() {
  awk '/Private-Key: \(/ { sub(/.*\(/, ""); size = $1 } /^(ED|X)[0-9]+ Private-Key:/ { type = $1 }
    /^modulus:/ { type = "RSA" } /^ASN1 OID:/ { type = "ECC"; curve = $3 }
    END { if (type != "") printf "type\t%s\nsize\t%s\ncurve\t%s\n", type, size, curve }'
}
make_key() {
  umask 077
  case $a in
    RSA) openssl genpkey -quiet -algorithm RSA -pkeyopt "rsa_keygen_bits:$b" | openssl pkey -traditional ;;
    ECC) openssl genpkey -algorithm EC -pkeyopt "ec_paramgen_curve:$c" -pkeyopt ec_param_enc:named_curve | openssl pkey -traditional ;;
    *) openssl genpkey -algorithm "$a" ;;
  esac
}
is_key() { openssl pkey -in "$1" -passin pass: -noout >/dev/null 2>&1; }
need_key() { [ -r "$a" ] || { echo "the private key $a does not exist" >&2; exit 1; }; }
make_csr() {
  need_key; workspace
  printf '%s\n' "$c" >"$work/config"
  # openssl takes an empty subject from its arguments alone.
  grep -q '^0\.' "$work/config" || set -- -subj /
  openssl req -new -key "$a" -"$b" -config "$work/config" "$@"
}
make_certificate() {
  need_key; workspace
  if [ "$d" ]; then printf '%s\n' "$d" >"$work/csr"; elif [ "$c" ]; then cat -- "$c" >"$work/csr"
  else openssl req -new -key "$a" -subj / >"$work/csr"; fi
  openssl x509 -req -in "$work/csr" -signkey "$a" -"$b" -days "${days:-3650}" -copy_extensions copyall 2>"$work/why" || { cat "$work/why" >&2; exit 1; }
}
# All that does not differ from time to time. The identifiers of keys are made from them.
text_of() {
  if [ "$what" = csr ]; then openssl req -noout -text -reqopt no_sigdump
  else openssl x509 -noout -text -certopt no_serial,no_validity,no_sigdump; fi |
    awk 'skip { skip = 0; next } /Key Identifier:/ { skip = 1; next } /^ *(X509v3 extensions|Requested Extensions|Attributes):/ || /\(none\)/ { next } { sub(/^ +/, ""); print }'
}
is_right() {
  case $what in
    key) [ "$d" != keep ] || return 0
      found=$(openssl pkey -in "$path" -passin pass: -noout -text 2>/dev/null | describe_key)
      case $a in
        RSA) case $found in "type	RSA
size	$b
"*) return 0 ;; esac ;;
        ECC) case $found in "type	ECC"*"curve	$c") return 0 ;; esac ;;
        *) case $found in "type	$a"*) return 0 ;; esac ;;
      esac
      return 1 ;;
    *) workspace
      "make_$what" 2>/dev/null | text_of >"$work/wanted" 2>/dev/null
      text_of <"$path" >"$work/there" 2>/dev/null
      [ -s "$work/wanted" ] && cmp -s "$work/wanted" "$work/there" ;;
  esac
}

dir=$(dirname -- "$path")
if [ "$mode" = read ]; then
  if [ "$what" = pipe ]; then
    [ -r "$a" ] || exit 0
    made=$(make_csr) || exit 0
    printf 'content\t%s\n' "$(printf '%s\n' "$made" | base64 -w0)"
    exit 0
  fi
  if [ -d "$dir" ] && ! perl -e "$swk_is_closed" "$dir"; then printf 'open\tyes\n'; exit 0; fi
  if [ "$what" != key ] && [ -r "$a" ] && ! is_key "$a"; then printf 'unusable\t%s\n' "$a"; fi
  [ -f "$path" ] || exit 0
  printf 'right\t%s\n' "$(is_right && echo yes || echo no)"
  [ "$what" != key ] || is_key "$path" || printf 'broken\tyes\n'
  stat -Lc 'owner	%U
group	%G
mode	%a' -- "$path" | awk -F '\t' '{ if ($1 == "mode") $2 = substr("0000" $2, length($2) + 1); print $1 "\t" $2 }'
  exit 0
fi

shift 7
[ -d "$dir" ] || { echo "the directory $dir does not exist" >&2; exit 1; }
perl -e "$swk_is_closed" "$dir" || { echo "others than root can write to $dir: no key or certificate is written there" >&2; exit 9; }
if [ "$mode" = remove ]; then rm -f -- "$path"; exit 0; fi
owner=$1 group=$2 bits=$3 days=$4
if [ ! -f "$path" ] || ! is_right; then
  new=$(umask 077; mktemp "$dir/.swk.XXXXXX")
  trap 'rm -f -- "$new"; [ -z "$work" ] || rm -rf "$work"' EXIT
  "make_$what" >"$new"
  [ -s "$new" ] || { echo "openssl made nothing" >&2; exit 1; }
  if [ -f "$path" ]; then chown --reference="$path" -- "$new"; chmod --reference="$path" -- "$new"
  elif [ "$what" != key ]; then chmod 644 -- "$new"; fi
  mv -fT -- "$new" "$path"
fi
[ -z "$owner" ] || chown -- "$owner" "$path"
[ -z "$group" ] || chgrp -- "$group" "$path"
[ -z "$bits" ] || chmod -- "$bits" "$path"
