/** Commands that must all accept a set of files: side by side, since each may take a second and there may be one a process. */
import { fed, lines, raw, type Sh, sh } from '../../shell/sh.ts'
import type { Together } from '../kind.ts'

/** More at once would not be sooner: each takes a processor and, of Synapse's, a hundred megabytes. */
const atMostAtOnce = 8

/**
 * Shell text that ends with the status of the first check that says no, behind what that said. What the others say is not shown.
 * `$swk_stage`: a folder for it to write to.
 */
export function checksOf({ check, checked = [] }: Together): Sh {
  const one = lines(
    sh`exec </dev/null >"$swk_stage/said.$1" 2>&1`,
    sh`case $1 in`,
    ...check.map((argv, i) => sh`${i}) ${argv};;`),
    sh`esac || { echo $? >"$swk_stage/no.$1"; exit 255; }`,
  )
  return lines(
    fed(sh`cat >"$swk_stage/check"`, 0, one),
    sh`swk_slots=$(nproc); [ "$swk_slots" -le ${atMostAtOnce} ] || swk_slots=${atMostAtOnce}`,
    sh`printf '%s\\n' ${check.map((_, i) => i)} | xargs -P "$swk_slots" -n 1 sh "$swk_stage/check" 2>/dev/null && exit 0`,
    ...check.map((argv, i) => answer(i, refusal(argv, checked[i]))),
    sh`echo 'the new files could not be checked; nothing was changed' >&2; exit 9`,
  )
}

function answer(i: number, because: string): Sh {
  const file = (name: string) => raw(sh`"$swk_stage/"${`${name}.${i}`}`)
  return sh`[ ! -e ${file('no')} ] || { cat ${file('said')}; echo ${because}; read -r rc <${file('no')}; exit "$rc"; } >&2`
}

const refusal = (argv: readonly string[], what: string | undefined): string =>
  `${what === undefined ? '' : `${what}: `}${argv.join(' ')} does not accept the new files; nothing was changed`
