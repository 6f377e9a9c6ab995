/** Reads many resources in one frame: the fragments of all kinds in one script, taken apart again by a nonce. */
import { randomBytes } from 'node:crypto'
import { SwkError } from '../../errors/diagnostic.ts'
import { hasTrait, kindOf } from '../../resources/index.ts'
import { type Ref, refKey, type State } from '../../resources/kind.ts'
import { program } from '../../shell/program.ts'
import { readProgram } from '../../shell/program-file.ts'
import { lines, raw, type Sh, sh } from '../../shell/sh.ts'
import type { Frame, Reply } from '../../transport/session.ts'

/** A probe that is ready to be sent: its frame, and how to read the reply. */
export type Probe = { readonly frame: Frame; read(reply: Reply): Map<string, State | null> }

/** Seconds: many reads on a busy host; a read that hangs must not hold the lock for long. */
const readTimeout = 60

export function probe(refs: readonly Ref[]): Probe {
  const groups = [...Map.groupBy(refs.filter(canBeRead), ref => ref.kind)]
  const timeout = Math.max(readTimeout, ...groups.map(([kind]) => kindOf(kind).readTimeout ?? 0))
  // 128 random bits that nothing on the host has seen: no file's content can pretend to be the mark.
  const nonce = randomBytes(16).toString('hex')
  const script = sideBySide(
    groups.map(([kind, ids]) => kindOf(kind).probe(ids)),
    nonce,
  )
  return {
    frame: { kind: 'probe', script, timeout, ...(timeout > readTimeout && { spools: true }) },
    read(reply) {
      const parts = split(reply.stdout, nonce)
      if (parts.length !== groups.length) throw broken(reply, timeout)
      return new Map(groups.flatMap(([kind, ids], i) => entries(kind, ids, parts[i] as Buffer)))
    },
  }
}

function canBeRead(ref: Ref): boolean {
  return !hasTrait(ref.kind, 'writeOnly')
}

/** The fragments at the same time, each into a file beside the script (the session's own directory); then all in order. */
function sideBySide(fragments: readonly Sh[], nonce: string): Sh {
  const start = (text: Sh, i: number): Sh => sh`( ${raw(text)}
) >$p.${i} 2>/dev/null &`
  return lines(printParts, ...fragments.map(start), sh`swk_print ${fragments.length} ${nonce}`)
}

const printParts: Sh = sh`eval ${raw(program(readProgram('engine/observe/print-parts.sh')))}`

function split(output: Buffer, nonce: string): readonly Buffer[] {
  const mark = Buffer.from(`\n${nonce}\n`)
  const parts: Buffer[] = []
  for (let from = 0, at = output.indexOf(mark); at !== -1; at = output.indexOf(mark, from)) {
    parts.push(output.subarray(from, at))
    from = at + mark.length
  }
  return parts
}

function entries(kind: string, refs: readonly Ref[], output: Buffer): [string, State | null][] {
  const found = kindOf(kind).read(output, refs)
  const asked = refs.map((ref): [string, State | null] => [refKey(ref), found.get(refKey(ref)) ?? null])
  return [...asked, ...found]
}

function broken(reply: Reply, timeout: number): SwkError {
  return new SwkError({
    code: 'protocol',
    message: 'the host answered only a part of the probe',
    found: `exit ${reply.rc}, ${reply.stdout.length} bytes; ${reply.stderr.toString('utf8').slice(0, 200)}`,
    hint: reply.rc === 124 ? `reading took more than ${timeout} s` : undefined,
  } as ConstructorParameters<typeof SwkError>[0])
}
