/** Edits of text files. */
import fc from 'fast-check'
import { at, meta, onPath, text, word } from './paths.ts'
import { contradictory, q, type Topic } from './topic.ts'

/** Regular expressions of Python, and what the replacing text may refer to. */
const regexp = fc.constantFrom('one', 'a=\\d', '^$', '^(o|a)', '(?m)^t.*$', 'e$', '\\w+')
const replacement = fc.constantFrom('two', '', 'x\\\\y', 'a=1')
/** Other replacements match again. */
const settled = new Set(['one', 'a=\\d', '(?m)^t.*$'])
const matches = (regexp: string, line: string): boolean => new RegExp(regexp.replace('(?m)', ''), 'm').test(line)
const place = fc.constantFrom('EOF', 'BOF', '^one', 'none of them')

export const texts: Topic = {
  name: 'texts',
  state: fc.tuple(text, fc.constantFrom('', 'no newline', '\r\n', 'latin')).map(([body, end]) => {
    const last = end === 'latin' ? `printf 'caf\\351\\n'` : `printf %s ${q(end)}`
    return { script: `[ -e $F/a ] || { printf %s ${q(body)}; ${last}; } >$F/a` }
  }),
  look: 'find $F -type f | sort | xargs -r sha256sum',
  actions: [
    fc
      .tuple(at, word, fc.boolean(), meta)
      .map(([path, line, create, more]) => onPath('lineinfile', path, { path, line, create, ...more })),
    fc.tuple(at, word, regexp, fc.boolean()).map(([path, line, regexp, firstmatch]) => {
      const { task, about } = onPath('lineinfile', path, { path, regexp, line, create: true, firstmatch })
      return { task, about: matches(regexp, line) ? about : contradictory }
    }),
    fc.tuple(at, regexp).map(([path, regexp]) => onPath('lineinfile', path, { path, regexp, state: 'absent' })),
    fc
      .tuple(at, word, fc.constantFrom('insertafter', 'insertbefore'), place)
      .map(([path, line, where, what]) => onPath('lineinfile', path, { path, line, [where]: what })),
    fc
      .tuple(at, text, fc.boolean(), fc.constantFrom('absent', 'present'), place)
      .map(([path, block, create, state, insertafter]) =>
        onPath('blockinfile', path, { path, block, create, state, ...(insertafter === 'BOF' ? {} : { insertafter }) }),
      ),
    fc.tuple(at, regexp, replacement).map(([path, regexp, replace]) => {
      const { task, about } = onPath('replace', path, { path, regexp, replace })
      return { task, about: settled.has(regexp) ? about : contradictory }
    }),
    fc.tuple(at, meta).map(([dest, more]) => onPath('assemble', dest, { src: '/srv/laws/parts', dest, ...more })),
    fc.tuple(at, meta).map(([dest, more]) => onPath('template', dest, { src: 'toy.j2', dest, ...more })),
    fc.tuple(at, meta).map(([dest, more]) => onPath('copy', dest, { src: 'toy.bin', dest, ...more })),
    fc.tuple(at, meta).map(([dest, more]) => onPath('copy', dest, { src: 'tree/', dest, ...more })),
    fc.tuple(at, text).map(([dest, content]) => onPath('copy', dest, { dest, content, validate: 'test -f %s' })),
  ],
  furnish: `mkdir -p /srv/laws/parts; echo first >/srv/laws/parts/1; echo one >/srv/laws/parts/2; echo hidden >/srv/laws/parts/.x`,
}
