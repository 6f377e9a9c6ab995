#!/bin/sh
# npm-run.sh test|field|demo|record|language|laws|faults|bench|bench:rollout|bench:presets [ARGUMENTS]: what package.json's scripts of these names do. Works
# from a fresh clone, and where the system's own node is too old: everything runs with the node that `npm ci` brings.
set -eu
cd "$(dirname "$0")/.."

if [ ! -d node_modules ]; then
  echo 'node_modules is missing: running npm ci'
  npm ci
fi
PATH="$PWD/node_modules/.bin:$PATH"
export PATH

if ! node -e 'const [a, b] = process.versions.node.split(".").map(Number); process.exit(a > 22 || (a === 22 && b >= 18) ? 0 : 1)'; then
  echo "node >= 22.18 is needed; this is $(node --version), and npm ci brought no other" >&2
  exit 1
fi

what=$1
shift
case $what in
  test) exec node scripts/test.ts "$@" ;;
  field) exec node test/field/run.ts "$@" ;;
  demo) exec node scripts/demo.ts "$@" ;;
  record) exec node scripts/record.ts "$@" ;;
  language) exec node test/language/run.ts "$@" ;;
  laws) exec vitest run --project laws "$@" ;;
  faults) exec vitest run --project faults "$@" ;;
  bench) exec node test/bench/run.ts "$@" ;;
  bench:presets) exec node test/bench/presets.ts "$@" ;;
  bench:rollout) exec node test/bench/rollout.ts "$@" ;;
  *)
    echo "npm-run.sh: test, field, demo, record, language, laws, faults, bench, bench:rollout or bench:presets, not $what" >&2
    exit 1
    ;;
esac
