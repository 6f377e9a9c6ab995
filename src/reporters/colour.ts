/** Colours by meaning, so that all reporters look alike. Pure, but for reading what node knows of styles. */
import { styleText } from 'node:util'

/** What a piece of text means. */
export type Meaning = keyof typeof styles
export type Colour = (meaning: Meaning, text: string) => string

const styles = {
  plain: [],
  strong: ['bold'],
  faint: ['dim'],
  good: ['green'],
  change: ['yellow'],
  doubt: ['magenta'],
  bad: ['red'],
  added: ['green'],
  removed: ['red'],
  place: ['cyan'],
} as const

/** NO_COLOR (https://no-color.org), then FORCE_COLOR, then whether the stream is a terminal that has colours. */
export function colours(env: Readonly<Record<string, string | undefined>>, terminal: boolean): Colour {
  return wantsColour(env, terminal) ? paint : (_, text) => text
}

function wantsColour(env: Readonly<Record<string, string | undefined>>, terminal: boolean): boolean {
  if (env.NO_COLOR) return false
  if (env.FORCE_COLOR !== undefined) return env.FORCE_COLOR !== '0' && env.FORCE_COLOR !== 'false'
  return terminal && env.TERM !== 'dumb'
}

const paint: Colour = (meaning, text) => {
  if (text === '' || styles[meaning].length === 0) return text
  return styleText([...styles[meaning]], text, { validateStream: false })
}
