/** `delegate_to`, and `connection: local`, which is the same with this machine. */
import type { Reader } from '../../yaml/reader.ts'
import type { Placed } from '../types.ts'

export function readDelegate(reader: Reader): Placed | undefined {
  if (reader.has('delegate_to')) {
    const one = reader.at('delegate_to')
    const text = one.text('`delegate_to`')
    return text === undefined ? undefined : { text, source: one.source, path: one.path }
  }
  if (!reader.has('connection')) return undefined
  const one = reader.at('connection')
  const connection = one.text('`connection`')
  if (connection === 'local') return { text: 'localhost', source: one.source, path: one.path }
  if (connection !== undefined && !['ssh', 'smart', 'ansible.builtin.ssh'].includes(connection))
    one.fail({ code: 'not-supported', message: '`connection` can be ssh or local.', found: connection })
  return undefined
}
