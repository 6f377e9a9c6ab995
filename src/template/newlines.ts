/** Newlines at the end of what a template gives. Pure. */

/** At least as many newlines at the end as the source has: Jinja takes one off. */
export function padNewlines(source: string, text: string): string {
  const count = (one: string): number => /\n*$/.exec(one)?.[0].length ?? 0
  return text + '\n'.repeat(Math.max(0, count(source.replace(/\r\n?/g, '\n')) - count(text)))
}
