/** What the `synapse` kind runs on the host. Secrets never leave it: only named settings are printed, of some only named parts. */
import { type Sh, sh } from '../../shell/sh.ts'

/** Top-level settings that are printed whole. None of them can hold a secret. */
export const publicSettings = [
  'server_name',
  'public_baseurl',
  'listeners',
  'instance_map',
  'stream_writers',
  'federation_sender_instances',
  'send_federation',
  'pusher_instances',
  'start_pushers',
  'enable_media_repo',
  'media_store_path',
  'media_instance_running_background_jobs',
  'run_background_tasks_on',
  'notify_appservices_from_worker',
  'update_user_directory_from_worker',
  'outbound_federation_restricted_to',
  'worker_replication_secret_path',
  'log_config',
  'app_service_config_files',
  'notify_appservices',
  'update_user_directory',
  'caches',
]

/** Settings that hold secrets, and what is picked out of them. */
const picked: Readonly<Record<string, readonly string[]>> = {
  database: ['name', 'dbname', 'database', 'host', 'port', 'cp_max'],
  redis: ['enabled', 'path', 'host', 'port'],
  matrix_authentication_service: ['enabled'],
  // `msc3861` has an issuer, and nothing else there has.
  experimental_features: ['issuer'],
}

export function probeScript(units: readonly string[]): Sh {
  return sh`awk=${settingsProgram}
set -- ${units}
eval ${script}`
}

/** Prints `@file`, `@key` for each top-level key, `|line` for each line of a setting that is printed whole, `@pick key.name value`. */
const settingsProgram = `
FNR == 1 { key = ""; print "@file " FILENAME }
/^(---|\\.\\.\\.)/ { key = ""; next }
/^["']?[A-Za-z_][A-Za-z0-9_]*["']?[ \\t]*:/ {
  key = $0; sub(/[ \\t]*:.*/, "", key); gsub(/["']/, "", key)
  print "@key " key
}
key == "" || /^#/ { next }
key ~ /^(${publicSettings.join('|')})$/ { print "|" $0; next }
/^[ \\t]*#/ { next }
${Object.entries(picked)
  .map(
    ([key, names]) =>
      `key == "${key}" { line = $0; sub(/^${key}[ \\t]*:/, "", line); ${names.map(pick(key)).join('; ')} }`,
  )
  .join('\n')}
`

function pick(key: string): (name: string) => string {
  return name =>
    `if (match(line, /(^|[ \\t{,])${name}:[ \\t]*[^ \\t,}#]+/)) { value = substr(line, RSTART, RLENGTH); sub(/^.*${name}:[ \\t]*/, "", value); print "@pick ${key}.${name} " value }`
}

const script = String.raw`
for unit do
  show=$(systemctl show -p LoadState,User,Group,FragmentPath,WorkingDirectory,ExecStart,EnvironmentFiles,Environment,ProtectSystem -- "$unit")
  printf '@unit %s\n' "$unit"
  printf '%s\n' "$show" | sed -n 's/^\(LoadState\|User\|Group\|FragmentPath\|WorkingDirectory\|EnvironmentFiles\|ProtectSystem\)=/@\1 /p'
  fragment=$(printf '%s\n' "$show" | sed -n 's/^FragmentPath=//p')
  [ ! -f "$fragment" ] || sed -n 's/^RuntimeDirectory=/@RuntimeDirectory /p' "$fragment"
  printf '%s\n' "$show" | sed -n 's/^Environment=//p' | tr ' ' '\n' | sed -n '/^\(LD_PRELOAD\|SYNAPSE_[A-Z_]*\|PYTHON[A-Z]*\|MALLOC_[A-Z_]*\)=[^"\\]*$/s/^/@Environment /p'
  argv=$(printf '%s\n' "$show" | sed -n 's/^ExecStart=.*argv\[\]=\(.*\) ; ignore_errors=.*/\1/p' | head -n 1)
  [ "$argv" ] || continue
  set -f; take= files= python=
  for word in $argv; do
    [ "$python" ] || python=$word
    if [ "$take" ]; then take=
    else case $word in
      --config-path=*|--config-file=*) word=${'$'}{word#*=};;
      -c|--config-path|--config-file) take=1; continue;;
      *) continue;;
    esac; fi
    printf '@config %s\n' "$word"
    if [ -d "$word" ]; then set +f; for file in "${'$'}{word%/}"/*.yaml; do [ ! -f "$file" ] || files="$files $file"; done; set -f
    elif [ -f "$word" ]; then files="$files $word"; fi
  done
  printf '@python %s\n' "$python"
  settings=; [ -z "$files" ] || settings=$(awk "$awk" $files)
  set +f
  printf '%s\n' "$settings"
  venv=${'$'}{python%/bin/*}
  for info in "$venv"/lib/python3*/site-packages/matrix_synapse-*.dist-info "$venv"/lib/python3/dist-packages/matrix_synapse-*-info; do
    [ ! -d "$info" ] || printf '@version %s\n' "${'$'}{info##*/matrix_synapse-}"
  done
  log=$(printf '%s\n' "$settings" | sed -n "s/^|log_config:[ ]*[\"']\{0,1\}\([^\"' ]*\).*/\1/p" | tail -n 1)
  [ ! -f "$log" ] || sed -n "s/^[ ]*filename:[ ]*[\"']\{0,1\}\([^\"' ]*\).*/@log \1/p" "$log"
done`
