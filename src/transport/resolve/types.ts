/** What is asked of the ssh configuration about a host, and what it answers. */
export type Asked = {
  readonly host: string
  readonly port?: number
  readonly user?: string
  readonly identity?: string
  readonly file?: string
  /** Options of the command line (`-o KEYWORD=VALUE`). */
  readonly options: readonly (readonly [keyword: string, value: string])[]
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
  /** Methods of authentication that are allowed; all, where it is missing. */
  readonly methods?: readonly string[]
}

export type Env = Readonly<Record<string, string | undefined>>
