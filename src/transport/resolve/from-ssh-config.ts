/** What the user's ssh configuration says of a host, by the user's own ssh: `ssh -G`. */
import { execFile } from 'node:child_process'
import { failure } from '../failure.ts'
import type { SshSpec } from '../session.ts'
import { defaults } from './defaults.ts'
import { parseSshConfig } from './parse.ts'
import { saysNothing } from './trivial.ts'
import type { Asked, Env, SshConfig } from './types.ts'

/** One process a host, and none where no configuration says anything. Without an ssh client: defaults. */
export async function configured(asked: Asked, env: Env): Promise<SshConfig> {
  if (asked.args.length === 0 && (await saysNothing(asked.file))) return defaults(asked, env)
  const text = await askSsh(asked)
  return text === null ? defaults(asked, env) : parseSshConfig(text, asked, env)
}

function askSsh(asked: Asked): Promise<string | null> {
  const option = (letter: string, value: string | number | undefined) =>
    value === undefined ? [] : [letter, String(value)]
  const argv = [
    '-G',
    ...option('-F', asked.file),
    ...option('-p', asked.port),
    ...option('-l', asked.user),
    ...option('-i', asked.identity),
    ...asked.args,
    '--',
    asked.host,
  ]
  return new Promise((resolve, reject) => {
    execFile('ssh', argv, { timeout: 20_000 }, (error, stdout, stderr) => {
      if (error === null) resolve(stdout)
      else if (error.code === ('ENOENT' as unknown) && asked.file === undefined) resolve(null)
      else
        reject(
          failure(
            'bad-value',
            `${asked.host}: the ssh configuration cannot be used: ${stderr.trim() || error.message}`,
          ),
        )
    })
  })
}

/** The configuration as a specification. Jump hosts are resolved separately. */
export function toSpec(config: SshConfig): SshSpec {
  const { proxyJump: _, ...rest } = config
  return { type: 'ssh', ...rest }
}
