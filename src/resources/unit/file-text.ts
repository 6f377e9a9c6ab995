/** What the text of a unit file says of its unit, as far as tasks depend on it. Pure. */
import type { State } from '../kind.ts'
import { changingCommands } from './commands.ts'

/** Fields of the state of a service that is made from this text alone. */
export function readUnitText(text: string): State {
  const settings = text
    .replaceAll('\\\n', ' ')
    .split('\n')
    .flatMap(line => {
      const [, key = '', value = ''] = /^\s*(\w+)\s*=\s*(.*?)\s*$/.exec(line) ?? []
      return key === '' ? [] : [{ key, value }]
    })
  const last = (key: string): string | undefined => settings.findLast(one => one.key === key)?.value
  const type = last('Type') ?? (last('ExecStart') === undefined ? 'oneshot' : 'simple')
  const remains = /^(?:1|yes|y|true|t|on)$/i.test(last('RemainAfterExit') ?? '')
  const commands = settings
    .filter(({ key }) => /^Exec(?:Condition|Reload|(?:Start|Stop)(?:Pre|Post)?)$/.test(key))
    .map(({ key, value }) => `${key}=${value.replace(/^[-@:+!|]+/, '').replaceAll(/--config\S*?[= ]\S+/g, '')}`)
  return {
    ...(type === 'oneshot' && !remains ? { ends: true } : {}),
    ...(type === 'notify-reload' || last('ExecReload') !== undefined ? {} : { reloads: false }),
    commands: changingCommands(type, commands),
  }
}
