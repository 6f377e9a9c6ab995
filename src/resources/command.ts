/** Running a command of the user's. */

import { runProgram } from '../shell/program-file.ts'
import { lines, quote, raw, type Sh, sh } from '../shell/sh.ts'
import { canonical } from './canonical.ts'
import { startedJob, startJob } from './job.ts'
import {
  affectsAnything,
  type Forbidden,
  type Kind,
  type Look,
  type Ref,
  type RefTo,
  type ResourceChange,
  type Want,
  type Writer,
} from './kind.ts'
import { mentions } from './mentions.ts'
import { forbidEntering } from './path/permits.ts'
import { probeNothing, readNothing } from './write-only.ts'
import { becomeHint } from './writer.ts'

/** id: canonical JSON of what is run. Volatile. */
export type CommandState = { readonly ran: boolean }

/** What is run, as the id of a `command`. Its standard input goes into the want's `secret`. */
export type CommandSpec = {
  readonly argv: readonly string[]
  /** Default: the home directory of the user who logs in. */
  readonly chdir?: string
  /** Expand `$NAME`, `${NAME}` and a leading `~` in the arguments, without a shell. */
  readonly expand?: true
  /** Register the newlines at the end of its output. */
  readonly keepEnds?: true
  /** `argv` begins with the name of a script, whose text is the want's content. */
  readonly script?: true
  /** It is left running, for at most so many seconds. */
  readonly detach?: number
  /** What runs the script. */
  readonly interpreter?: string
}

export const command = (spec: CommandSpec): RefTo<CommandState> => ({ kind: 'command', id: canonical(spec) })

type Spec = CommandSpec & { readonly timeout?: number }

/** Seconds: no step without an end, since a hung one holds the lock of the host. */
const hour = 3600

/** id: canonical JSON of {@link Spec}; standard input is the want's `secret`. */
export const commandKind: Kind = {
  name: 'command',
  traits: ['writeOnly'],
  affects: affectsAnything,
  describe,
  exposes: ({ id }) => (JSON.parse(id) as Spec).argv,
  forbid: ({ want }, look, writer) => forbidDirectory(want, look, writer),
  standsIn({ id }) {
    const { chdir } = JSON.parse(id) as Spec
    return chdir === undefined ? undefined : { kind: 'path', id: chdir }
  },
  obscures,
  stopsUnits: ({ want }) => stoppedBy((JSON.parse(want.id) as Spec).argv.join(' ')),
  probe: probeNothing,
  read: readNothing,
  undo({ want }) {
    const creates = want.how?.creates
    if (typeof creates !== 'string') return { cannot: 'swk does not know what a command changes' }
    return { wants: [{ kind: 'path', id: creates, state: null }], unguarded: true }
  },
  write(_before, _after, { id, secret, content }) {
    const spec = JSON.parse(id) as Spec
    const input = spec.script ? content : secret
    const payload = input === undefined ? {} : { payload: Buffer.from(input) }
    return [
      {
        name: spec.argv.join(' ').trimEnd(),
        script: started(spec),
        timeout: spec.timeout ?? hour,
        long: true,
        ...payload,
      },
    ]
  },
  resultOfCheck: notRunInCheck,
  result([reply], want) {
    if (!reply) return {}
    if (want !== undefined && (JSON.parse(want.id) as Spec).detach !== undefined && reply.rc === 0)
      return startedJob(reply.stdout.toString('utf8'))
    // A condition on a part of the output could be decided wrongly: without it, one fails.
    if (reply.cut) return { rc: reply.rc, msg: cutMessage }
    const keepsEnds = want !== undefined && (JSON.parse(want.id) as Spec).keepEnds
    const [stdout, stderr] = [reply.stdout.toString('utf8'), reply.stderr.toString('utf8')]
    const missing = reply.rc === 127 ? /: exec: (.*): not found$/m.exec(stderr)?.[1] : undefined
    if (missing !== undefined) return missingProgram(missing)
    return resultOfCommand({ ...reply, stdout, stderr, ...(keepsEnds && { keepsEnds }) })
  },
}

/** As Ansible registers it: one that `creates` or `removes` lets run is a change. */
function notRunInCheck({ how }: Want): Record<string, unknown> {
  return {
    ...resultOfCommand({ rc: 0, stdout: '', stderr: '' }),
    msg: 'Command would have run if not in check mode',
    ...(how?.isConditional ? { changed: true } : { skipped: true }),
  }
}

type Ran = {
  readonly rc: number
  readonly stdout: string
  readonly stderr: string
  readonly times?: { readonly started: number; readonly ended: number }
  readonly keepsEnds?: boolean
}

/** What Ansible registers of a command that has run. */
export function resultOfCommand({ rc, times, keepsEnds = false, ...output }: Ran): Record<string, unknown> {
  const [stdout, stderr] = [output.stdout, output.stderr].map(text => (keepsEnds ? text : withoutEnd(text)))
  return {
    ...(times && timesOf(times)),
    ...{ rc, msg: rc === 0 ? '' : 'non-zero return code', stdout, stderr },
    ...{ stdout_lines: linesOf(stdout), stderr_lines: linesOf(stderr) },
  }
}

export const cutMessage = 'the output is larger than 1 MiB; it is not registered'

/** As Ansible registers a program that the host lacks: nothing was run. */
function missingProgram(name: string): Record<string, unknown> {
  const msg = `[Errno 2] No such file or directory: b'${name}'`
  return { changed: false, rc: 2, msg, stdout: '', stderr: '', stdout_lines: [], stderr_lines: [] }
}

/** Refuses a command that cannot enter its working directory. If swk does not follow a link on the way there, the shell decides. */
function forbidDirectory({ id }: Want, look: Look, writer: Writer | undefined): Forbidden | undefined {
  const { chdir } = JSON.parse(id) as Spec
  if (chdir === undefined) return undefined
  const state = look(chdir, 'path')
  const unable = (reason: string) => ({
    result: { rc: null, msg: `Unable to change directory before execution: ${reason}: '${chdir}'` },
  })
  const said = `the working directory ${chdir}`
  const isBarred = state?.type === 'link' && state.resolved === undefined
  if (state === null || (state?.type === 'link' && !isBarred))
    return {
      message: `${said} does not exist`,
      hint: 'Create it in an earlier task: file with state: directory.',
      ...unable('[Errno 2] No such file or directory'),
    }
  if (state === undefined || isBarred) return undefined
  const denied = unable('[Errno 13] Permission denied')
  if (state.type === 'unreadable')
    return { message: `${said} cannot be seen by the user who logged in`, hint: becomeHint, ...denied }
  if (state.type !== 'directory')
    return { message: `${said} is not a directory but a ${state.type}`, ...unable('[Errno 20] Not a directory') }
  const barred = writer && forbidEntering([chdir], one => look(one, 'path'), writer)
  return barred && { ...barred, ...denied }
}

/** A command can do anything; what its words name, or lies where they point, it is taken to change. */
function obscures({ want }: ResourceChange, { id }: Ref): boolean {
  const { argv, chdir = '/' } = JSON.parse(want.id) as Spec
  const text = argv.join(' ')
  const isBelow = chdir !== '/' && id.startsWith(`${chdir}/`)
  return isBelow || mentions(text, id.replace(/\.service$/, ''))
}

const stops = /\b(?:systemctl(?:\s+-\S+)*\s+(?:stop|kill)((?:\s+[\w@.:\\-]+)+)|service\s+([\w@.:-]+)\s+stop)\b/g

/** Units that a command stops in so many words. */
export function stoppedBy(text: string): readonly string[] {
  const names = [...text.matchAll(stops)].flatMap(([, several = '', one = '']) => `${several} ${one}`.split(/\s+/))
  return names
    .filter(name => name !== '' && !name.startsWith('-'))
    .map(name => (/\.\w+$/.test(name) ? name : `${name}.service`))
}

/** `run sleep 3, in /srv`. */
function describe({ want }: ResourceChange): string {
  const { argv, chdir } = JSON.parse(want.id) as Spec
  const words = argv.map(word => (/^[\w@%+=:,./-]+$/.test(word) ? word : quote(word.trimEnd())))
  return `run ${words.join(' ')}${chdir === undefined ? '' : `, in ${chdir}`}`
}

const started = (spec: Spec): Sh =>
  spec.detach === undefined ? run(spec) : startJob(spec.detach, run(spec), spec.argv)

/** Users' own commands speak UTF-8; swk's speak C. */
function run({ argv, chdir, expand, script, interpreter }: Spec): Sh {
  const go = chdir === undefined ? goHome : sh`cd -P -- ${chdir}`
  if (script) return lines(sh`export LC_ALL=C.UTF-8`, go, runScript(argv, interpreter))
  return lines(
    sh`export LC_ALL=C.UTF-8`,
    go,
    expand ? sh`exec ${raw(runProgram('resources/command.pl', argv))}` : sh`exec ${argv}`,
  )
}

/** The script comes on standard input, and is gone when it has run. */
function runScript([name = 'script', ...rest]: readonly string[], interpreter: string | undefined): Sh {
  const file = sh`script=$(mktemp -d)/${name.split('/').at(-1) ?? 'script'}; trap 'rm -rf "\${script%/*}"' EXIT
cat >"$script"; chmod 700 "$script"`
  const command = interpreter === undefined ? sh`"$script"` : sh`${interpreter.split(' ')} "$script"`
  return lines(file, sh`${raw(command)} ${rest} </dev/null`)
}

/** Where a login begins, which `sudo` keeps. A user who may not enter it begins at home, or at the root. */
const goHome = sh`login=$(getent passwd -- "\${SUDO_USER:-\${LOGNAME:-root}}" | cut -d: -f6)
cd -- "$login" 2>/dev/null || cd ~ 2>/dev/null || cd /`

/** As Python writes them; the clock is that of the machine that runs swk, in UTC. */
function timesOf({ started, ended }: { readonly started: number; readonly ended: number }) {
  const text = (time: number): string => `${new Date(time).toISOString().slice(0, 23).replace('T', ' ')}000`
  const all = ended - started
  const two = (count: number): string => String(Math.floor(count)).padStart(2, '0')
  const clock = `${Math.floor(all / 3_600_000)}:${two((all / 60_000) % 60)}:${two((all / 1000) % 60)}`
  return { start: text(started), end: text(ended), delta: `${clock}.${String(all % 1000).padStart(3, '0')}000` }
}

/** Without the line ends at its end, as Ansible registers it. */
const withoutEnd = (text: string): string => text.replace(/[\r\n]+$/, '')
const linesOf = (text = ''): readonly string[] => (text === '' ? [] : text.split(/\r?\n/))
