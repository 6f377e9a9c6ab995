/** Why some roles have one worker. */
import type { Diagnostic } from '../../errors/diagnostic.ts'
import type { Reader } from '../../yaml/reader.ts'
import type { Role } from '../model/role.ts'

/** More of a role than there may be (`Role.atMost`). */
export function tooMany(role: Role, count: number, reader: Reader): undefined {
  const most = role.atMost ?? 1
  const expected = most === 1 ? '1' : `${most} or less`
  return reader.fail({ ...reasonOf(role, most), found: String(count), expected })
}

type Reason = Pick<Diagnostic, 'code' | 'message' | 'hint'>

function reasonOf(role: Role, most: number): Reason {
  if (role.rank === 'writers') return twoWriters(role)
  return (
    reasons[role.name] ?? { code: 'bad-topology', message: `\`${role.name}\` cannot have more than ${most} workers.` }
  )
}

const twoWriters = ({ name }: Role): Reason => ({
  code: 'two-writers',
  message: `Only one process can write what \`${name}\` writes: Synapse does not start with two.`,
  hint: `Write ${name}: 1.`,
})

const reasons: Readonly<Record<string, Reason>> = {
  sso: {
    code: 'two-sso',
    message: 'Single sign-on starts and ends in one process, which keeps its sessions in memory.',
    hint: 'Write sso: 1.',
  },
  background: {
    code: 'two-background',
    message: 'Background tasks run on one process.',
    hint: 'Write background: 1.',
  },
  'user-dir': {
    code: 'two-user-dir',
    message: 'One process keeps the user directory up to date.',
    hint: 'Write user-dir: 1.',
  },
  appservice: {
    code: 'two-appservice',
    message: 'One process notifies application services; two would send each event twice.',
    hint: 'Write appservice: 1.',
  },
}
