/** nginx's upstreams without some workers: what they served goes to the others of their role, and to main where there is none. */
import { gateSocket, inboundSocket, workerGateSocket } from '../../model/paths.ts'

/** `text`: conf.d/matrix-upstreams.conf, ours. */
export function withoutWorkers(text: string, names: readonly string[]): string {
  const sockets = names.flatMap(name => [inboundSocket(name), workerGateSocket(name)])
  if (sockets.length === 0) return text
  return text.replace(/^upstream [^{]*\{\n(?:.*\n)*?\}/gm, block => {
    const lines = block.split('\n')
    const kept = lines.filter(line => !sockets.some(socket => line.includes(`unix:${socket} `)))
    if (kept.length === lines.length) return block
    if (kept.some(line => /^\s*server /.test(line))) return kept.join('\n')
    const main = `    server unix:${gateSocket} max_fails=0;`
    return [...kept.slice(0, 1), main, main, '}'].join('\n')
  })
}
