/**
 * Text from files and hosts, made safe for a terminal: what would move the cursor, set a title or turn the direction
 * of writing (C0, DEL, C1, bidirectional controls) is shown as U+FFFD. Tabs and line ends stay. One character in, one out, so
 * columns stay true.
 */
export function printable(text: string): string {
  return text.replace(unsafe, '\u{FFFD}')
}

/** All of them, one by one. */
export const unsafe = /[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g
