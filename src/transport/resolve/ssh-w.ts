/** `ProxyCommand ssh -W %h:%p bastion` is a ProxyJump in other words: all hosts behind it can share one connection. */
import { words } from '../../shell/words.ts'
import { readSshWords } from './ssh-args.ts'
import type { Asked, SshConfig } from './types.ts'

/** The bastion that the command goes through; undefined where the command may do more than that. */
export function bastionOf(command: string, { host, port }: SshConfig): Asked | undefined {
  if (/[$`;&|<>()\n*?~#]/.test(command)) return undefined
  const [program, ...rest] = split(command)
  if (program !== 'ssh' && program !== '/usr/bin/ssh') return undefined
  const at = rest.findIndex(word => word.startsWith('-W'))
  const inline = rest[at]?.slice(2) ?? ''
  const target = inline === '' ? rest[at + 1] : inline
  if (at < 0 || (target !== `${host}:${port}` && target !== `[${host}]:${port}`)) return undefined
  rest.splice(at, inline === '' ? 2 : 1)
  const bastion = rest.pop()
  if (bastion === undefined || bastion.startsWith('-')) return undefined
  const { options, file, problems } = readSshWords(rest)
  if (problems.length > 0) return undefined
  const [, user, name] = /^(?:(.+)@)?([^@]+)$/.exec(bastion) ?? []
  if (name === undefined) return undefined
  return { host: name, options, ...(user !== undefined && { user }), ...(file !== undefined && { file }) }
}

function split(command: string): string[] {
  try {
    return [...words(command)]
  } catch {
    return []
  }
}
