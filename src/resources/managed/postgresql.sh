# postgresql.sh read|write WHAT LOGIN PORT DATABASE NAME ...: databases, roles and privileges, through psql as the owner of the server.
# shellcheck disable=SC2016
mode=$1 what=$2 login=$3 port=$4 database=$5 name=$6
command -v psql >/dev/null || exit 0
cd /
sql() {
  if [ "$(id -u)" = 0 ]; then set -- runuser -u "$login" -- psql "$@"; else set -- psql -U "$login" "$@"; fi
  LC_ALL=C.UTF-8 "$@" -XAtqw -v ON_ERROR_STOP=1 -p "$port" -d "$database" -v name="$name" -F '	'
}
flag() { printf "CASE WHEN %s THEN 'yes' ELSE 'no' END" "$1"; }
# Says whether the server answers. Where the database is missing, `postgres` may tell the same of what is the server's.
reach_database() {
  if ! echo 'SELECT 1' | sql >/dev/null 2>&1; then
    missing=$database database=postgres
    echo 'SELECT 1' | sql >/dev/null 2>&1 || exit 0
    printf 'lacks\tdatabase %s\n' "$missing"
  fi
  printf 'server\tpresent\n'
}
case $mode-$what in
  read-db)
    reach_database
    echo "SELECT 'owner', pg_get_userbyid(datdba), pg_encoding_to_char(encoding), datcollate, datctype FROM pg_database WHERE datname = :'name'" |
      sql | while IFS='	' read -r _ owner encoding collate ctype; do
        printf 'exists\tyes\nowner\t%s\nencoding\t%s\nlc_collate\t%s\nlc_ctype\t%s\n' "$owner" "$encoding" "$collate" "$ctype"
      done
    ;;
  write-db)
    state=$7 owner=$8 encoding=$9 collate=${10} ctype=${11} template=${12}
    found=$(echo "SELECT 1 FROM pg_database WHERE datname = :'name'" | sql)
    if [ "$state" = absent ]; then
      echo 'DROP DATABASE IF EXISTS :"name"' | sql
    elif [ "$found" ]; then
      [ -z "$owner" ] || echo 'ALTER DATABASE :"name" OWNER TO :"owner"' | sql -v owner="$owner"
    else
      statement='CREATE DATABASE :"name"'
      [ -z "$owner" ] || statement="$statement OWNER :\"owner\""
      [ -z "$encoding" ] || statement="$statement ENCODING :'encoding'"
      [ -z "$collate" ] || statement="$statement LC_COLLATE :'collate'"
      [ -z "$ctype" ] || statement="$statement LC_CTYPE :'ctype'"
      [ -z "$template" ] || statement="$statement TEMPLATE :\"template\""
      printf '%s\n' "$statement" | sql -v owner="$owner" -v encoding="$encoding" -v collate="$collate" -v ctype="$ctype" -v template="$template"
    fi
    ;;
  read-user)
    reach_database
    echo "SELECT $(flag rolsuper), $(flag rolcreatedb), $(flag rolcreaterole), $(flag rolinherit), $(flag rolcanlogin), $(flag rolreplication), $(flag rolbypassrls), coalesce(rolpassword, '') FROM pg_authid WHERE rolname = :'name'" |
      sql | while IFS='	' read -r super createdb createrole inherit login replication bypassrls password; do
        printf 'exists\tyes\nsuperuser\t%s\ncreatedb\t%s\ncreaterole\t%s\ninherit\t%s\nlogin\t%s\nreplication\t%s\nbypassrls\t%s\npassword\t%s\n' \
          "$super" "$createdb" "$createrole" "$inherit" "$login" "$replication" "$bypassrls" "$password"
      done
    ;;
  write-user)
    state=$7 attributes=$8
    if [ "$state" = absent ]; then
      echo 'DROP ROLE IF EXISTS :"name"' | sql
      exit 0
    fi
    password=$(cat)
    verb=ALTER
    [ "$(echo "SELECT 1 FROM pg_roles WHERE rolname = :'name'" | sql)" ] || verb='CREATE'
    statement="$verb ROLE :\"name\" $attributes"
    [ "$verb$attributes" != ALTER ] || statement='SELECT 1'
    {
      printf '%s;\n' "$statement"
      # The password travels on standard input, never in an argument.
      [ -z "$password" ] || printf "\\\\set password '%s'\nALTER ROLE :\"name\" PASSWORD :'password';\n" "$(printf %s "$password" | sed "s/'/''/g")"
    } | sql >/dev/null
    ;;
  read-privs)
    type=$7 role=$8 privs=$9 schema=${10}
    reach_database
    [ -z "${missing-}" ] || exit 0
    if [ "$role" != public ] && [ -z "$(echo "SELECT 1 FROM pg_roles WHERE rolname = :'role'" | sql -v role="$role")" ]; then
      printf 'lacks\trole %s\n' "$role"
      exit 0
    fi
    case $type in
      database) test="has_database_privilege(:'role', :'name', p)" from='' ;;
      schema) test="has_schema_privilege(:'role', :'name', p)" from='' ;;
      table | sequence)
        kinds="'r', 'v', 'm', 'p', 'f'"
        [ "$type" = table ] || kinds="'S'"
        from=", pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
        where="n.nspname = :'schema' AND c.relkind IN ($kinds) AND (:'name' = 'ALL_IN_SCHEMA' OR c.relname = ANY (string_to_array(:'name', ',')))"
        test="has_${type}_privilege(:'role', c.oid, p)"
        ;;
    esac
    echo "SELECT coalesce(bool_and($test), true), coalesce(bool_or($test), false) FROM unnest(string_to_array(:'privs', ',')) p $from WHERE ${where:-true}" |
      sql -v role="$role" -v privs="$privs" -v schema="$schema" |
      sed 's/^t	.*/granted	yes/; s/^f	t/granted	partly/; s/^f	f/granted	no/'
    ;;
  write-privs)
    type=$7 role=$8 privs=$9 schema=${10} state=${11} option=${12}
    verb=GRANT to=TO
    [ "$state" != absent ] || { verb=REVOKE; to=FROM; option=''; }
    case $type in
      database) on='DATABASE :"name"' ;;
      schema) on='SCHEMA :"name"' ;;
      *)
        if [ "$name" = ALL_IN_SCHEMA ]; then on="ALL $(echo "$type" | tr '[:lower:]' '[:upper:]')S IN SCHEMA :\"schema\""
        else on="$type $(printf %s "$name" | sed 's/"/""/g; s/[^,][^,]*/:"schema"."&"/g')"; fi
        ;;
    esac
    role_name=':"role"'
    [ "$role" != public ] || role_name=PUBLIC
    printf '%s %s ON %s %s %s%s;\n' "$verb" "$privs" "$on" "$to" "$role_name" "$option" |
      sql -v role="$role" -v schema="$schema"
    ;;
  read-query)
    reach_database
    [ -z "${missing-}" ] || exit 0
    printf 'SET default_transaction_read_only = on; SELECT json_agg(t) FROM (%s) t' "$name" | sql | tr -d '\n' | sed 's/^/json	/'
    echo
    ;;
esac
