/** How hosts are reached: what the command line says, else ansible.cfg and its environment. Pure. */
import type { ConnectionOptions } from '../play.ts'
import { readConnection } from '../transport/resolve/from-inventory.ts'
import type { AnsibleConfig } from './ansible-config.ts'
import { usage, type Values } from './args.ts'
import type { targetOptions } from './play-options.ts'
import type { topologyOptions } from './topology-options.ts'

type Given = Pick<
  Values<typeof targetOptions>,
  | 'user'
  | 'private-key'
  | 'connection'
  | 'timeout'
  | 'ssh-common-args'
  | 'ssh-extra-args'
  | 'ssh-config'
  | 'become-method'
>

export function connectionOptions(values: Given, config: AnsibleConfig): ConnectionOptions {
  const { user, port, privateKey, connection, becomeMethod, becomeFlags, becomeExe } = config
  const { sshArgs, sshCommonArgs, sshExtraArgs } = config
  const timeout = values.timeout === undefined ? config.timeout : wholeNumber('--timeout', values.timeout)
  const options = defined({
    user: values.user ?? user,
    port,
    privateKey: values['private-key'] ?? privateKey,
    connection: values.connection ?? connection,
    timeout,
    sshArgs,
    sshCommonArgs: values['ssh-common-args'] ?? sshCommonArgs,
    sshExtraArgs: values['ssh-extra-args'] ?? sshExtraArgs,
    sshConfig: values['ssh-config'],
    becomeMethod: values['become-method'] ?? becomeMethod,
    becomeFlags,
    becomeExe,
  })
  const [problem] = readConnection({}, options).problems
  if (problem === undefined) return options
  throw usage(problem.message.replace(/^\w+/, optionName), problem.hint)
}

/** `sshCommonArgs` -> `--ssh-common-args`. */
function optionName(setting: string): string {
  return `--${setting.replace(/[A-Z]/g, letter => `-${letter.toLowerCase()}`)}`
}

/** Throws SwkError `usage` where neither names one. */
export function inventoryOf(
  command: string,
  values: Pick<Values<typeof topologyOptions>, 'inventory'>,
  config: AnsibleConfig,
): readonly string[] {
  const inventory = values.inventory ?? config.inventory
  if (inventory !== undefined) return inventory
  throw usage(`${command} needs an inventory`, '-i INVENTORY')
}

export function wholeNumber(option: string, text: string): number {
  if (!/^[1-9]\d{0,5}$/.test(text)) throw usage(`${option} needs a whole number from 1; not "${text}"`)
  return Number(text)
}

/** Without what is undefined. */
export function defined<T extends object>(values: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]: Exclude<T[K], undefined>
  }
}
