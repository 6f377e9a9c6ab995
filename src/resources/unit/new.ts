/** A unit as systemd shows it when its file has come and nothing has been done with it. */
import type { State } from '../kind.ts'

export const newUnit: State = {
  load: 'loaded',
  active: 'inactive',
  sub: 'dead',
  enabled: 'disabled',
  fragment: '',
  dropIns: [],
  needReload: false,
  mainPid: 0,
  restarts: 0,
  config: null,
  gids: [],
  replaced: [],
}
