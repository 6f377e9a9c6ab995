/** A literal of a playbook: Ansible doubles its backslashes, so that only the quote itself is escaped. */
export function unescapeQuotes(body: string): string {
  return body.includes('\\') ? body.replace(/\\(['"])/g, '$1') : body
}
