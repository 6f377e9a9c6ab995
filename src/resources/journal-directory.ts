/** Where a host keeps what swk has changed: root only; for a user who is not root, in that user's own directory. */
import { type Sh, sh } from '../shell/sh.ts'

/** Sets `$journal`. */
export const journalDirectory: Sh = sh`journal=/var/lib/swk/journal; [ -w / ] || journal=\${XDG_STATE_HOME:-\${HOME:?}/.local/state}/swk/journal`
