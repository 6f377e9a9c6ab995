/** Local facts: what the administrator's files and programs in /etc/ansible/facts.d say. */
import { type Facts, valuesOf } from './lines.ts'

export function localFacts(text: string): Facts {
  const local = [...valuesOf(text)].map(([name, [content = '']]) => [
    name,
    parsed(Buffer.from(content, 'base64').toString('utf8')),
  ])
  return { local: Object.fromEntries(local) }
}

/** JSON, or sections of keys as in an INI file; what is neither is said as it is. */
function parsed(content: string): unknown {
  try {
    return JSON.parse(content)
  } catch {
    return readSections(content) ?? content
  }
}

function readSections(content: string): Facts | undefined {
  const sections: Record<string, Record<string, string>> = {}
  let section: Record<string, string> | undefined
  for (const line of content.split('\n').filter(one => !/^\s*([#;].*)?$/.test(one))) {
    const name = /^\[(.*)\]\s*$/.exec(line)?.[1]
    if (name !== undefined) section = sections[name] ??= {}
    else if (section === undefined) return undefined
    else {
      const [key = '', value = ''] = line.split(/[=:](.*)/s)
      section[key.trim().toLowerCase()] = value.trim()
    }
  }
  return sections
}
