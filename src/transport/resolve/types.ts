/** What is asked of the ssh configuration about a host, and what it answers. */
export type Asked = {
  readonly host: string
  readonly port?: number
  readonly user?: string
  readonly identity?: string
  readonly file?: string
  readonly args: readonly string[]
}

export type SshConfig = {
  readonly host: string
  readonly port: number
  readonly user: string
  readonly identityFiles: readonly string[]
  readonly agent?: string
  readonly identitiesOnly?: boolean
  readonly knownHostsFiles: readonly string[]
  readonly hostKeyAlias?: string
  readonly strictHostKeyChecking: 'yes' | 'accept-new'
  readonly proxyJump?: string
  readonly proxyCommand?: string
  readonly connectTimeout: number
}

export type Env = Readonly<Record<string, string | undefined>>
