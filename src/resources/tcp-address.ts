/**
 * An address as /proc/net/tcp has it, for people. The kernel writes each group of four bytes in the machine's order, which is
 * little-endian on all that Debian runs Synapse on.
 */
export function tcpAddress(hex: string): string {
  const bytes = (hex.match(/.{8}/g) ?? []).flatMap(group => (group.match(/../g) ?? []).reverse())
  if (bytes.length === 4) return bytes.map(byte => Number.parseInt(byte, 16)).join('.')
  const groups = bytes.join('').match(/.{4}/g) ?? []
  return new URL(`http://[${groups.join(':')}]`).hostname.slice(1, -1)
}
