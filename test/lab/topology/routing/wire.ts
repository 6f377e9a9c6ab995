/** Requests as bytes on a wire, so that hostile ones arrive as they are. */
import { connect } from 'node:net'

export type Sent = {
  readonly method: string
  /** What stands between the method and HTTP/1.1. */
  readonly target: string
  readonly headers?: Readonly<Record<string, string>>
}

/** `by`: who says that it served the request; undefined: the proxy answered by itself. */
export type Told = { readonly status: number; readonly by: string | undefined; readonly headers: string }

/** One request on a connection of its own. */
export function tell(address: string, port: number, { method, target, headers = {} }: Sent): Promise<Told> {
  const lines = Object.entries({ host: 'hs1.test', connection: 'close', 'content-length': '0', ...headers })
  const head = `${method} ${target} HTTP/1.1\r\n${lines.map(([name, value]) => `${name}: ${value}\r\n`).join('')}\r\n`
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = []
    const socket = connect(port, address, () => socket.write(head))
    socket.setTimeout(20_000, () => socket.destroy(new Error(`no answer to ${method} ${target}`)))
    socket.on('data', chunk => chunks.push(chunk))
    socket.on('error', reject)
    socket.on('close', () => resolve(read(Buffer.concat(chunks).toString('latin1'))))
  })
}

function read(text: string): Told {
  const headers = text.split('\r\n\r\n')[0] ?? ''
  const status = Number(headers.match(/^HTTP\/1\.\d (\d+)/)?.[1] ?? 0)
  return { status, by: headers.match(/^x-served-by: (.*)$/im)?.[1], headers }
}

/** At most a few at a time, answers in the order of the requests. */
export async function tellAll(address: string, port: number, requests: readonly Sent[]): Promise<readonly Told[]> {
  const answers: Told[] = []
  let next = 0
  const line = async (): Promise<void> => {
    for (let i = next++; i < requests.length; i = next++) answers[i] = await tell(address, port, requests[i] as Sent)
  }
  await Promise.all(Array.from({ length: 8 }, line))
  return answers
}
