/** What a user has besides the entry in the passwd database: password and dates, an SSH key, and how the home directory is created. */

import type { Want } from '../resources/kind.ts'
import type { ManagedState } from '../resources/managed/spec.ts'
import type { UserState } from '../resources/user.ts'
import { sha256 } from './content.ts'
import { managed, want } from './refs.ts'

type AccountArgs = {
  readonly name: string
  readonly home?: string | undefined
  readonly create_home?: boolean | undefined
  readonly move_home: boolean
  readonly password?: string | undefined
  readonly update_password: 'always' | 'on_create'
  readonly password_lock?: boolean | undefined
  readonly expires?: number | undefined
  readonly umask?: string | undefined
  readonly skeleton?: string | undefined
} & { readonly [field in `password_expire_${'min' | 'max' | 'warn' | 'account_disable'}`]?: number | undefined }

/** Days since 1970 as the shadow file holds them; -1 removes the date, and leaves an empty field. */
const expiryDay = (seconds: number): number => (seconds < 0 ? -1 : Math.floor(seconds / 86_400))

export function account(args: AccountArgs) {
  const { password_expire_min, password_expire_max, password_expire_warn, password_expire_account_disable } = args
  const dates = [password_expire_min, password_expire_max, password_expire_warn, password_expire_account_disable]
  const options = [
    args.expires === undefined ? undefined : expiryDay(args.expires),
    ...dates,
    args.password_lock === undefined ? undefined : args.password_lock ? 'yes' : 'no',
    args.create_home === false ? undefined : 'yes',
    args.umask,
    args.skeleton,
  ]
  return managed({
    program: 'account',
    title: `set the password and the dates of ${args.name}`,
    args: [args.name, args.home ?? ''],
    options: options.map(option => String(option ?? '')),
  })
}

/** The hash of a password travels on standard input; what is compared is its own hash. */
export function accountWants(args: AccountArgs, before: UserState | null, now: ManagedState | null): readonly Want[] {
  const { password } = args
  const isSet = password !== undefined && (before === null || args.update_password === 'always')
  const moves = args.move_home && args.home !== undefined && args.home !== before?.home
  const fields = {
    expires: args.expires === undefined ? undefined : String(expiryDay(args.expires)).replace('-1', ''),
    min: args.password_expire_min?.toString(),
    max: args.password_expire_max?.toString(),
    warn: args.password_expire_warn?.toString(),
    inactive: args.password_expire_account_disable?.toString(),
    locked: args.password_lock === undefined ? undefined : args.password_lock ? 'yes' : 'no',
    // A new user gets it from useradd.
    home: moves || args.create_home === false || before === null || now?.home !== 'no' ? undefined : 'yes',
    hash: isSet ? sha256(password.replace(/^!*/, '')) : undefined,
  }
  const state = Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined))
  if (Object.keys(state).length === 0) return []
  return [want(account(args), state, isSet ? { secret: password } : {})]
}

type KeyArgs = {
  readonly name: string
  readonly ssh_key_type: string
  readonly ssh_key_bits?: number | undefined
  readonly ssh_key_file?: string | undefined
  readonly ssh_key_comment?: string | undefined
}

export function sshKey({ name, ssh_key_type: type, ssh_key_bits, ssh_key_file, ssh_key_comment }: KeyArgs) {
  return managed({
    program: 'ssh-key',
    title: `create an SSH key of ${name}`,
    args: [name, ssh_key_file ?? `.ssh/id_${type}`],
    options: [type, String(ssh_key_bits ?? ''), ssh_key_comment ?? `swk-generated for ${name}`],
  })
}

export const keyResult = (key: ManagedState | null) => ({
  ...(key?.fingerprint === undefined ? {} : { ssh_fingerprint: key.fingerprint }),
  ...(key?.file === undefined ? {} : { ssh_key_file: key.file }),
  ...(key?.public === undefined ? {} : { ssh_public_key: key.public }),
})

type HowArgs = {
  readonly system: boolean
  readonly create_home?: boolean | undefined
  readonly non_unique: boolean
  readonly move_home: boolean
  readonly umask?: string | undefined
  readonly skeleton?: string | undefined
  readonly uid_min?: number | undefined
  readonly uid_max?: number | undefined
}

export function newHow({ system, create_home = true, non_unique, umask, skeleton, uid_min, uid_max }: HowArgs) {
  const options = { nonUnique: non_unique || undefined, umask, skeleton, uidMin: uid_min, uidMax: uid_max }
  const given = Object.entries(options).flatMap(([key, value]) => (value === undefined ? [] : [[key, value] as const]))
  return { system, createHome: create_home, ...Object.fromEntries(given) }
}

export const changeHow = ({ non_unique, move_home }: HowArgs) => ({
  ...(non_unique ? { nonUnique: true } : {}),
  ...(move_home ? { moveHome: true } : {}),
})
