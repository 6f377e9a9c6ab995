/** A change of a unit in words: "enable, start", "restart (configuration changed: /etc/redis/redis.conf)". */
import type { ResourceChange, State } from '../kind.ts'
import { filesOfNote } from './start-record.ts'
import { isDue, isUp } from './write.ts'

/** Undefined where only a field changes that none of systemd's verbs stands for. */
export function describeUnit({ want, before }: ResourceChange): string | undefined {
  const { state } = want
  if (state === null) return undefined
  const changes = (field: string): boolean => state[field] !== undefined && state[field] !== before?.[field]
  const isMasked = state.load === 'masked'
  const words = [
    ...(changes('load') && !isMasked ? ['unmask'] : []),
    ...(changes('enabled') ? [state.enabled === 'enabled' ? 'enable' : 'disable'] : []),
    ...(changes('load') && isMasked ? ['mask'] : []),
    ...describeRun(before, state),
  ]
  return words.length === 0 ? undefined : `${want.id}: ${words.join(', ')}`
}

function describeRun(before: State | null, state: State): readonly string[] {
  if (state.active === 'inactive') return before?.active === 'inactive' ? [] : ['stop']
  if (isUp(before) && isDue(before, state)) return [`restart (${reasons(before, state).join('; ')})`]
  return state.active === 'active' && before?.active !== 'active' ? ['start'] : []
}

function reasons(before: State | null, state: State): readonly string[] {
  const replaced = namesOf(before?.replaced)
  return [
    ...(state.config === undefined ? [] : configReason(before?.config, state.config)),
    ...(state.gids === undefined || same(state.gids, before?.gids) ? [] : ['its groups changed']),
    ...(state.replaced === undefined || replaced.length === 0 ? [] : [`libraries upgraded: ${replaced.join(', ')}`]),
  ]
}

function configReason(before: State[string], wanted: State[string]): readonly string[] {
  if (before === wanted || typeof wanted !== 'string') return []
  if (typeof before !== 'string') return ['no record of the configuration it started with']
  const was = filesOfNote(before)
  const now = filesOfNote(wanted)
  const files = [...new Set([...was.keys(), ...now.keys()])].filter(path => was.get(path) !== now.get(path))
  return [`configuration changed: ${files.join(', ')}`]
}

const same = (a: State[string], b: State[string]): boolean => JSON.stringify(a) === JSON.stringify(b)
const namesOf = (value: State[string]): readonly string[] => (Array.isArray(value) ? value.map(String) : [])
