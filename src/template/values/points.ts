/** Texts by code points, as Python counts them; most have no surrogates and need no work. Pure. */

const surrogates = /[\ud800-\udfff]/

export function points(text: string): string[] {
  return surrogates.test(text) ? [...text] : text.split('')
}

export function pointCount(text: string): number {
  return surrogates.test(text) ? [...text].length : text.length
}

/** `text[start:end]` with both within the text. */
export function cut(text: string, start: number, end: number): string {
  return surrogates.test(text) ? [...text].slice(start, end).join('') : text.slice(start, end)
}

/** The index in code points of an index in UTF-16 units; a negative one stays. */
export function pointIndex(text: string, index: number): number {
  return index < 0 || !surrogates.test(text) ? index : [...text.slice(0, index)].length
}
