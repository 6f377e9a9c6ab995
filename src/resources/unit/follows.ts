/** What becomes of a unit with changes of others: of its files, of units that it is bound to, of what systemd loads. Pure. */
import { posix } from 'node:path'
import type { Look, ResourceChange, State } from '../kind.ts'
import { filledPath } from '../managed/written.ts'
import { followUnitOfPackage } from '../package/effects.ts'
import { goesWith } from './ends.ts'
import { readUnitText } from './file-text.ts'
import { mayHoldFileOf, unitsFromFile } from './files.ts'
import { jobOf } from './job.ts'
import { newUnit } from './new.ts'
import { isHollow } from './state.ts'
import { isUp } from './write.ts'

/**
 * systemd must reload the units that the file is part of; a unit whose file is created is a new unit, and one whose only file is removed is
 * known only as long as it runs.
 */
export function followUnit(change: ResourceChange, id: string, state: State | null, look: Look): Followed {
  const { want, before, after } = change
  if (want.kind === 'package')
    return isHollow(state) && after !== null ? 'unknown' : followUnitOfPackage(change, id, state, look)
  if (reloads(change) && state?.isGone === true) return null
  if (want.kind === 'unit-job') return jobOf(want.id)[1] === id ? begun(state) : undefined
  // What is bound to another unit stops with it.
  if (want.kind === 'unit')
    return state?.active === 'active' && goesWith(change, 'stops', id)
      ? { ...state, active: 'inactive', sub: 'dead', mainPid: 0 }
      : undefined
  const filled = filledPath(want)
  if (filled !== '') return mayHoldFileOf(id, filled) ? 'unknown' : undefined
  if (want.kind !== 'path' || unitsFromFile(want.id, [id]).length === 0) return undefined
  if ((before?.sha256 ?? before?.target) === (after?.sha256 ?? after?.target)) return undefined
  if (before?.target === '/dev/null' && state?.behindMask !== undefined) return withoutMask(state, after)
  if (state?.load === 'masked' && want.id !== `/etc/systemd/system/${id}` && !want.id.endsWith('.conf'))
    return behindMask(state, after)
  const isGone = after === null && state !== null && isOnlyFile(want.id, state)
  if (isGone && !isUp(state) && !isWanted(state)) return null
  if (isGone) return { ...state, enabled: 'bad', needReload: true, isGone, isLinked: isWanted(state) }
  if (want.id.endsWith('.conf')) return state === null ? undefined : { ...state, needReload: true }
  const { isGone: _, isBare: __, isLinked, ...was } = state ?? {}
  // Links that enable it outlive its file.
  const links = look(id, 'unit') ? { unsure: ['enabled'] } : {}
  const made = after === null ? null : { ...newUnit, fragment: want.id, ...links }
  const known = (state && { ...was, ...(isLinked === true && { enabled: 'enabled' }) }) ?? made
  if (known === null) return undefined
  const read = withText(want.id, after, known)
  return read === 'unknown' ? read : { ...read, ...enabledBy(after, known), needReload: true }
}

/** What the new text of a service's file says of it. Whether a drop-in says otherwise is not read. */
function withText(path: string, file: State | null, unit: State): State | 'unknown' {
  const decides = path === unit.fragment || path.startsWith('/etc/systemd/system/')
  if (!decides || !path.endsWith('.service') || typeof file?.text !== 'string') return unit
  const said = readUnitText(file.text)
  const { ends, reloads: _, commands: __, ...rest } = unit
  if (Array.isArray(unit.dropIns) && unit.dropIns.length === 0) return { ...rest, ...said }
  return ends === said.ends ? unit : 'unknown'
}

/** The target that wants an enabled unit keeps it loaded. */
const isWanted = ({ enabled }: State): boolean => String(enabled).startsWith('enabled')

/** A reload is of all units: it forgets those without a file. systemctl reloads too behind what it links. */
function reloads({ want, before, after }: ResourceChange): boolean {
  if (want.kind === 'systemd-manager') return true
  const isReloaded = before?.needReload === true && want.state?.needReload === false
  return want.kind === 'unit' && (isReloaded || ['enabled', 'load'].some(field => before?.[field] !== after?.[field]))
}

/** Each job leaves a unit running, but one that ends by itself. */
function begun(state: State | null): State | undefined {
  if (state === null || isUp(state) || state.ends === true) return undefined
  return { ...state, active: 'active', sub: 'running', mainPid: 0, gids: [], replaced: [] }
}

/** A file that its mask hides comes or goes. */
function behindMask({ behindMask: _, ...state }: State, file: State | null): State {
  const { enabled = 'disabled' } = enabledBy(file, { enabled: 'disabled' })
  return file === null ? state : { ...state, behindMask: enabled }
}

/** The link that masked it goes: it is what the file behind says. */
function withoutMask(state: State, after: State | null): Followed {
  const { behindMask, ...was } = state
  return after !== null ? 'unknown' : { ...was, load: 'loaded', enabled: behindMask ?? 'disabled', needReload: true }
}

type Followed = State | null | 'unknown' | undefined

/** Without [Install] a unit can be neither enabled nor disabled. Links of a unit that is enabled stay. */
function enabledBy(file: State | null, { enabled }: State): State {
  if (typeof file?.text !== 'string') return {}
  if (enabled === 'enabled') return /^\[Install\]/m.test(file.text) ? {} : { isBare: true }
  if (!['static', 'disabled', 'bad'].includes(String(enabled))) return {}
  return {
    enabled: /^\[Install\][^[]*^(WantedBy|RequiredBy|UpheldBy|Alias|Also)=/m.test(file.text) ? 'disabled' : 'static',
  }
}

const isOnlyFile = (path: string, { fragment, hasOther }: State): boolean =>
  posix.basename(path) === posix.basename(String(fragment)) && hasOther !== true
