/** Files of the host, copied to this machine. */
import { absolutePath, args, defineModule, fetched, flag, path, Refusal, see, sha256, want, z } from 'swk'

export default defineModule({
  name: 'fetch',
  summary: 'Copies a file of the host to this machine.',
  args: args({
    src: absolutePath.describe('The file on the host.'),
    dest: z.string().min(1).describe('The directory on this machine: the file goes to HOST/PATH in it.'),
    flat: flag.default(false).describe('`dest` is the file itself, or with a trailing `/` the directory.'),
    fail_on_missing: flag.default(true).describe('no: skip a file that does not exist.'),
    validate_checksum: flag.default(true).describe('Accepted; the copy is always compared.'),
  }),
  examples: ['fetch: { src: /etc/matrix-synapse/homeserver.yaml, dest: backup }'],
  prepare(args, sources) {
    const name = args.src.split('/').at(-1) ?? ''
    const inside = args.dest.endsWith('/') ? `${args.dest}${name}` : args.dest
    const local = sources.local(args.flat ? inside : `${args.dest.replace(/\/$/, '')}/${sources.host}${args.src}`)
    return { ...args, local }
  },
  reads: ({ src }) => [path(src)],
  plan(args, observed) {
    const { local } = args as Args
    const now = see(observed, path(args.src))
    if (now === null && !args.fail_on_missing) return []
    if (now === null) throw new Refusal(`the remote file does not exist: ${args.src}`)
    if (now.type !== 'file') throw new Refusal(`${args.src} is not a file but a ${now.type}`)
    const has = local?.bytes === undefined ? undefined : sha256(local.bytes)
    if (has === now.sha256 || local === undefined) return []
    return [want(fetched({ src: args.src, dest: local.file }), { done: true })]
  },
  intent: ({ src, dest }) => `copies ${src} to ${dest}`,
  result(args, observed) {
    const { local } = args as Args
    const now = see(observed, path(args.src))
    if (now === null) return { file: args.src, msg: 'the remote file does not exist, not transferring, ignored' }
    return { file: args.src, dest: local?.file, remote_checksum: null, md5sum: null }
  },
})

type Args = { readonly local?: { readonly file: string; readonly bytes?: Buffer } }
