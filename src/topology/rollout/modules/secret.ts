/** A secret that the host makes for itself: the controller never sees it. */
import { z } from 'zod'
import { defineModule } from '../../../engine/module.ts'
import { user } from '../../../sdk/refs.ts'

export type SecretArgs = { readonly path: string; readonly owner: string }

export const secretModule = defineModule({
  name: 'secret',
  summary: 'Creates a file with random content, once.',
  args: z.custom<SecretArgs>(),
  reads: ({ path, owner }) => [{ kind: 'secret', id: path }, user(owner)],
  plan: ({ path, owner }) => [{ kind: 'secret', id: path, state: { owner, group: 'root', mode: '0400' } }],
  intent: ({ path }) => path,
})
