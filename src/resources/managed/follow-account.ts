/** What becomes of what is kept of an account, with changes of its user. Pure. */
import { createHash } from 'node:crypto'
import type { Look, ResourceChange, State, Want } from '../kind.ts'
import { specOf } from './spec.ts'

/** What one task writes of an account is so for another that names another home. */
export function followAccount(want: Want, id: string, state: State | null): State | undefined {
  const [changed, read] = [specOf(want.id), specOf(id)]
  const isSameUser = changed.program === 'account' && read.program === 'account' && changed.args[0] === read.args[0]
  const { home: _, ...fields } = want.state ?? {}
  return isSameUser && state !== null ? { ...state, ...fields } : undefined
}

export function followUser(change: ResourceChange, args: readonly string[], state: State | null, look: Look) {
  const { before, after } = change
  if (after === null) return undefined
  return before === null ? newAccount(change, args, state) : movedAccount(change, args, state, look)
}

/** A new user as useradd creates it on Debian where login.defs says nothing else: without a password. */
function newAccount({ want, after }: ResourceChange, [, home]: readonly string[], state: State | null): State {
  const creates = want.how?.createHome === true && (!home || home === after?.home)
  return {
    ...{ ...state, ...(creates ? { home: 'yes' } : {}), locked: 'yes', hash: emptyHash, inactive: '', expires: '' },
    ...(want.how?.system === true ? { min: '', max: '', warn: '' } : { min: '0', max: '99999', warn: '7' }),
  }
}

/** A user that is given another home without its files. */
function movedAccount(
  { want, before, after }: ResourceChange,
  [, home]: readonly string[],
  state: State | null,
  look: Look,
): State | undefined {
  const isElsewhere = !home && after?.home !== before?.home && want.how?.moveHome !== true
  return state !== null && isElsewhere ? { ...state, ...homeAt(String(after?.home), look) } : undefined
}

/** Whether that home is there. */
function homeAt(path: string, look: Look): State {
  const there = look(path, 'path')
  return there === undefined ? { home: 'no', unsure: ['home'] } : { home: there === null ? 'no' : 'yes' }
}

const emptyHash = createHash('sha256').digest('hex')
