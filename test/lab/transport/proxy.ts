/** A TCP proxy before a host's sshd that breaks the line on demand. */
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'

export type Breakage = 'reset' | 'end' | 'silence'

export type Proxy = {
  readonly port: number
  /** Breaks all connections now. */
  break(how: Breakage): void
  close(): void
}

/** `after`: breaks each connection by itself once the host has sent so many bytes. */
export async function proxyTo(
  address: string,
  after?: { readonly bytes: number; readonly how: Breakage },
): Promise<Proxy> {
  const pairs = new Set<readonly [Socket, Socket]>()
  const server = createServer(near => {
    const far = connect(22, address)
    const pair = [near, far] as const
    pairs.add(pair)
    let passed = 0
    near.on('error', () => far.destroy()).on('close', () => far.destroy())
    far.on('error', () => near.destroy()).on('close', () => near.destroy())
    near.pipe(far)
    far.on('data', (bytes: Buffer) => {
      const room = after === undefined ? bytes.length : Math.max(0, after.bytes - passed)
      passed += bytes.length
      near.write(bytes.subarray(0, room))
      if (after !== undefined && room < bytes.length) breakPair(pair, after.how)
    })
    far.on('end', () => near.end())
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  return {
    port: (server.address() as AddressInfo).port,
    break: how => {
      for (const pair of pairs) breakPair(pair, how)
    },
    close: () => {
      server.close()
      for (const [near, far] of pairs) {
        near.destroy()
        far.destroy()
      }
    },
  }
}

/** `silence` holds both connections open and passes nothing on. */
function breakPair([near, far]: readonly [Socket, Socket], how: Breakage): void {
  if (how === 'end') {
    near.end()
    far.end()
  } else if (how === 'reset') {
    near.resetAndDestroy()
    far.resetAndDestroy()
  } else {
    near.unpipe(far)
    far.removeAllListeners('data')
    near.resume()
    far.resume()
  }
}
