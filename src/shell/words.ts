/** Splits a text into words as a POSIX shell would, without expanding anything (Python's shlex). */

/** A backslash at the end of a line continues it. Throws TypeError where a quote is not closed. */
export function words(text: string): readonly string[] {
  const found: string[] = []
  const pattern = /((?:[^\s'"\\]|\\[^\n]|'[^']*'|"(?:[^"\\]|\\[\s\S])*")+)|(\s+|\\\r?\n)|([\s\S])/g
  for (const [, word, , stray] of text.matchAll(pattern)) {
    if (stray !== undefined) throw new TypeError(stray === '\\' ? 'a backslash ends the text' : `no closing ${stray}`)
    if (word !== undefined) found.push(unquoted(word))
  }
  return found
}

function unquoted(word: string): string {
  return word.replace(/\\([\s\S])|'([^']*)'|"((?:[^"\\]|\\[\s\S])*)"/g, (_, escaped, single, double) => {
    if (escaped !== undefined) return escaped
    return single ?? (double as string).replace(/\\(["\\])/g, '$1')
  })
}
