/** The content of a file on the host. */
import { absolutePath, args, defineModule, encodeText, path, Refusal, see } from 'swk'

export default defineModule({
  name: 'slurp',
  summary: 'Registers the content of a text file of the host, as base64.',
  args: args({ src: absolutePath.describe('The file; text of at most 1 MiB.') }, { aliases: { path: 'src' } }),
  examples: ['slurp: { src: /etc/hostname }'],
  reads: ({ src }) => [path(src, 'content')],
  plan({ src }, observed) {
    if (see(observed, path(src)) === null) throw new Refusal(`file not found: ${src}`)
    observed.text(src)
    return []
  },
  result: ({ src }, observed) => ({
    content: encodeText(observed.text(src) ?? '').toString('base64'),
    encoding: 'base64',
    source: src,
  }),
})
