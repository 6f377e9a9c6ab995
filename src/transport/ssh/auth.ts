/** Logging in: keys first, as each method that is not configured would cost a round trip. */
import { readFile } from 'node:fs/promises'
import type { AnyAuthMethod, AuthenticationType, AuthHandlerMiddleware } from 'ssh2'
import type { SshSpec } from '../session.ts'
import { agentOf } from './agent.ts'
import { isEncrypted } from './encrypted.ts'

export type Authentication = {
  readonly handler: AuthHandlerMiddleware
  /** What was tried and what was passed over, for the error message. */
  account(): {
    readonly tried: readonly string[]
    readonly encrypted: readonly string[]
    readonly accepted: readonly string[]
  }
}

export async function authentication(spec: SshSpec): Promise<Authentication> {
  const username = spec.user
  const files = await Promise.all(spec.identityFiles.map(readKey))
  const found = files.filter(file => file.key !== null) as { path: string; key: string }[]
  const encrypted = found.filter(({ key }) => isEncrypted(key)).map(({ path }) => path)
  const methods: { label: string; method: AnyAuthMethod }[] = found
    .filter(({ path }) => !encrypted.includes(path))
    .map(({ path, key }) => ({ label: path, method: { type: 'publickey', username, key } }))
  const agent = spec.agent === undefined ? null : await agentOf(spec, spec.agent)
  if (agent !== null) methods.push({ label: 'the agent', method: { type: 'agent', username, agent } })
  const { password } = spec
  if (password !== undefined) {
    methods.push({ label: 'the password', method: { type: 'password', username, password } })
    methods.push({
      label: 'the password',
      method: { type: 'keyboard-interactive', username, prompt: answer(password) },
    })
  }
  const { methods: allowed } = spec
  return byTurns(
    allowed === undefined ? methods : methods.filter(({ method }) => allowed.includes(typeOf(method))),
    encrypted,
  )
}

const typeOf = ({ type }: AnyAuthMethod) => (type === 'agent' ? 'publickey' : type)

async function readKey(path: string): Promise<{ path: string; key: string | null }> {
  return { path, key: await readFile(path, 'utf8').catch(() => null) }
}

/** Hidden questions are answered with the password, questions that are shown (a token, a captcha) with nothing. */
function answer(password: string) {
  return (
    _name: string,
    _instructions: string,
    _language: string,
    prompts: readonly { prompt: string; echo?: boolean }[],
    finish: (answers: string[]) => void,
  ) => finish(prompts.map(({ echo }) => (echo ? '' : password)))
}

function byTurns(
  methods: readonly { label: string; method: AnyAuthMethod }[],
  encrypted: readonly string[],
): Authentication {
  const left = [...methods]
  const tried = new Set<string>()
  let accepted: readonly string[] = []
  const handler = (allowed: AuthenticationType[] | null, _partial: boolean | null) => {
    if (allowed !== null) accepted = allowed
    for (let next = left.shift(); next !== undefined; next = left.shift()) {
      if (allowed !== null && !allowed.includes(typeOf(next.method))) continue
      tried.add(next.label)
      return next.method
    }
    return false
  }
  return {
    handler: handler as AuthHandlerMiddleware,
    account: () => ({ tried: [...tried], encrypted, accepted }),
  }
}
