/** The user's ssh agent. One that does not answer has no keys; it must not end the login. */
import { readFile } from 'node:fs/promises'
import type { BaseAgent, IdentityCallback, ParsedKey } from 'ssh2'
import ssh2 from 'ssh2'
import type { SshSpec } from '../session.ts'

export async function agentOf(spec: SshSpec, socket: string): Promise<BaseAgent> {
  return new PatientAgent(socket, spec.identitiesOnly ? await publicKeys(spec.identityFiles) : null)
}

/** The base64 halves of `FILE.pub`, by which the agent's keys are chosen. */
async function publicKeys(files: readonly string[]): Promise<ReadonlySet<string>> {
  const texts = await Promise.all(files.map(file => readFile(`${file}.pub`, 'utf8').catch(() => '')))
  return new Set(texts.flatMap(text => text.split(' ')[1] ?? []))
}

class PatientAgent extends ssh2.OpenSSHAgent {
  readonly #only: ReadonlySet<string> | null

  constructor(socket: string, only: ReadonlySet<string> | null) {
    super(socket)
    this.#only = only
  }

  override getIdentities(callback: IdentityCallback<ParsedKey>): void {
    super.getIdentities((error, keys) => {
      const all = error || keys === undefined ? [] : keys
      callback(null, all.filter(key => this.#wants(key as ParsedKey)) as ParsedKey[])
    })
  }

  #wants(key: ParsedKey): boolean {
    return this.#only === null || this.#only.has(key.getPublicSSH().toString('base64'))
  }
}
