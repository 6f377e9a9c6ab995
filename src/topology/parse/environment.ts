/** `environment`: variables of a worker's unit. */
import { describe, type Reader } from '../../yaml/reader.ts'

export function environmentOf(reader: Reader): Readonly<Record<string, string>> | undefined {
  const entries = reader.entries('`environment`')
  return entries && Object.fromEntries(entries.flatMap(([name, value]) => variable(name, value) ?? []))
}

function variable(name: string, reader: Reader): [[string, string]] | undefined {
  if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(name)) return badName(name, reader)
  const owner = ownerOf(name)
  if (owner !== undefined) {
    const message = `The variable \`${name}\` cannot be set here.`
    return reader.fail({ at: 'key', code: 'variable-of-swk', message, found: name, hint: owner })
  }
  const { value } = reader
  const text = typeof value === 'number' ? String(value) : value
  if (typeof text === 'string' && !/[\n\r\0]/.test(text)) return [[name, text]]
  return reader.fail({
    code: 'bad-variable-value',
    message: `The variable \`${name}\` must have text in one line, or a number.`,
    found: describe(value),
    expected: 'text in one line',
    hint:
      typeof value === 'boolean' ? 'In quotes it is text: "yes".' : 'A unit of systemd carries one line a variable.',
  })
}

/** Whose variable it is, and what to do instead; undefined: anybody's. */
function ownerOf(name: string): string | undefined {
  if (name === 'SYNAPSE_CACHE_FACTOR') return 'Write cache_factor next to environment.'
  const isSystemds = /^(NOTIFY_SOCKET|LISTEN_(FDS|PID|FDNAMES)|WATCHDOG_(USEC|PID)|MAINPID|INVOCATION_ID)$/.test(name)
  return isSystemds ? 'systemd sets it at each start; remove it.' : undefined
}

function badName(name: string, reader: Reader): undefined {
  const better = name.replaceAll(/[^A-Za-z0-9_]+/g, '_').replace(/^(?=\d)/, '_')
  return reader.fail({
    at: 'key',
    code: 'bad-variable-name',
    message: `\`${name}\` cannot be the name of an environment variable.`,
    found: name,
    expected: 'letters, digits and _, not a digit first',
    hint: /[A-Za-z]/.test(better) ? `did you mean ${better}?` : 'For example MALLOC_ARENA_MAX.',
  })
}
