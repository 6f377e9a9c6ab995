/** Words in unit files. */

/** One word of a command line (`ExecStart=`), whatever is in it: quoted, with systemd's own signs doubled. */
export const commandWord = (text: string): string => settingWord(text).replaceAll('$', '$$$$')

/** One word of a setting that takes a list of them (`Environment=`). */
export function settingWord(text: string): string {
  const escaped = text.replace(/[\\"]/g, '\\$&').replaceAll('%', '%%').replaceAll('\n', '\\n')
  return `"${escaped}"`
}
