/** An open connection to a host, as whoever runs plays gives it. */
import type { Session } from '../../transport/session.ts'

/** `loginUser`: who logged in, where tasks run as another user. */
/** `sessionUser`: who the session itself runs as, where that is not root. */
export type Connection = { readonly session: Session; readonly loginUser?: string; readonly sessionUser?: string }
