/** Texts that fit a pattern of a route, Python's or ours: every choice is taken, every open part filled with what stands in such places. */

/** What stands in the groups that Synapse names so. */
const named: Readonly<Record<string, readonly string[]>> = {
  room_id: ['!room:example.org'],
  room_identifier: ['!room:example.org', '#alias:example.org'],
  room_alias: ['#alias:example.org'],
  user_id: ['@user:example.org'],
  target_user_id: ['@user:example.org'],
  event_id: ['$event'],
  parent_id: ['$event'],
}

type Part = { readonly texts: readonly string[] }

/** Where anything may stand. No text has it otherwise. */
const open = '\u0001'

const fills = ['!room:example.org', '@user:example.org', '$event', '#alias:example.org', 'swk', 'm.room.message']

/** `more`: further texts for open parts that may hold a slash. */
export function samples(pattern: string, more: readonly string[] = []): readonly string[] {
  const { texts } = new Reader(pattern.replace(/^\^/, '').replaceAll('(?P<', '(?<')).choice()
  return [...new Set(texts.flatMap(text => filled(text, more)))]
}

/** All open parts alike, and those that may hold a slash (doubled by the reader) with `more` as well. */
function filled(text: string, more: readonly string[]): readonly string[] {
  if (!text.includes(open)) return [text]
  const wide = text.includes(open + open) ? more : []
  return [...fills, ...wide].map(fill => text.replaceAll(open + open, fill).replaceAll(open, fill.replace(/\/.*/, '')))
}

/** What stands in the patterns: groups, choices, escapes, classes, `?`, `*`, `+`, `$`. */
class Reader {
  private at = 0
  private readonly text: string
  constructor(text: string) {
    this.text = text
  }

  choice(): Part {
    const all = [...this.sequence()]
    while (this.text[this.at] === '|') {
      this.at++
      all.push(...this.sequence())
    }
    return { texts: all }
  }

  private sequence(): readonly string[] {
    let texts: readonly string[] = ['']
    while (this.at < this.text.length && !'|)'.includes(this.text[this.at] ?? '')) {
      const next = this.repeated(this.atom())
      texts = texts.flatMap(text => next.map(end => text + end))
    }
    return texts
  }

  private repeated(texts: readonly string[]): readonly string[] {
    const sign = this.text[this.at] ?? ''
    if (!'?*+'.includes(sign) || sign === '') return texts
    this.at++
    return sign === '?' ? ['', ...texts] : texts
  }

  private atom(): readonly string[] {
    const [part = ''] = this.text.slice(this.at).match(/^(\\.|\[\^?(?:\\.|[^\]])*\]|\((\?(:|<\w+>))?|.)/) ?? []
    this.at += part.length
    if (part.startsWith('(')) {
      const { texts } = this.choice()
      this.at++
      const [, name = ''] = part.match(/<(\w+)>/) ?? []
      return texts.includes(open) ? (named[name] ?? texts) : texts
    }
    if (part === '$') return ['']
    if (part.startsWith('[^')) return [open]
    if (part.startsWith('[') || part === '\\w') return ['swk']
    if (part === '.' && '*+'.includes(this.text[this.at] ?? ' ')) return [open + open]
    return [part.replace(/^\\/, '')]
  }
}
