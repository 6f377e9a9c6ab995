/** Tests over registered results. */
import { plugins } from '../evaluate/context.ts'
import { PythonError } from '../failure.ts'
import { equals } from '../values/compare.ts'
import { type Dict, get, has, isDict } from '../values/dict.ts'
import { truth } from '../values/truth.ts'
import { defined } from '../values/undefined.ts'

const failed = result('failed', value => flag(value, 'failed'))
const succeeded = result('failed', value => !flag(value, 'failed'))
const changed = result('changed', isChanged)
const skipped = result('skipped', value => flag(value, 'skipped'))

/** Tests that read nothing but `changed`, `failed` and `skipped` of a result. */
const ends = {
  ...{ failed, failure: failed, succeeded, success: succeeded, successful: succeeded },
  ...{ changed, change: changed, skipped, skip: skipped },
}
export const endTests: ReadonlySet<string> = new Set(Object.keys(ends))

export const resultTests = plugins({
  ...ends,
  unreachable: result('unreachable', value => flag(value, 'unreachable')),
  reachable: result('unreachable', value => !flag(value, 'unreachable')),
  timedout: result('timedout', value => {
    const time = get(value, 'timedout')
    return isDict(time) && truth(get(time, 'period') ?? false)
  }),
  started: result('started', value => !has(value, 'started') || equals(get(value, 'started'), 1)),
  finished: result('finished', value => !has(value, 'finished') || equals(get(value, 'finished'), 1)),
  vault_encrypted: ['value', () => false],
})

function result(name: string, holds: (value: Dict) => boolean) {
  const run = (value: unknown): boolean => {
    defined(value)
    if (typeof value !== 'object' || !isDict(value)) throw new PythonError(`The '${name}' test expects a dictionary`)
    return holds(value)
  }
  return ['result', run] as const
}

function flag(value: Dict, name: string): boolean {
  return truth(get(value, name) ?? false)
}

function isChanged(value: Dict): boolean {
  if (has(value, 'changed')) return flag(value, 'changed')
  const results = get(value, 'results')
  return Array.isArray(results) && isDict(results[0]) && results.some(one => isDict(one) && flag(one, 'changed'))
}
