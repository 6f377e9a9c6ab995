/** What the user's ssh configuration says of a host, by the user's own ssh: `ssh -G`. */
import { execFile } from 'node:child_process'
import { failure } from '../failure.ts'
import type { SshSpec } from '../session.ts'
import { parseSshConfig } from './parse.ts'
import { saysNothing } from './trivial.ts'
import type { Asked, Env, SshConfig } from './types.ts'

/** One process a host, and none where no configuration says anything. Without an ssh client: options and defaults alone. */
export async function configured(asked: Asked, env: Env): Promise<SshConfig> {
  const text = (await saysNothing(asked.file)) ? null : await askSsh(asked)
  return parseSshConfig(text ?? commandLine(asked), asked, env)
}

/** The command line as `ssh -G` shows it where no configuration adds to it. */
function commandLine({ port, user, identity, options }: Asked): string {
  const lines = [['Port', port], ['User', user], ['IdentityFile', identity], ...options]
  return lines
    .flatMap(([keyword, value]) => (value === undefined ? [] : `${String(keyword).toLowerCase()} ${value}\n`))
    .join('')
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
    ...asked.options.flatMap(([keyword, value]) => ['-o', `${keyword}=${value}`]),
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
