/** Bytes that arrive in pieces and are taken in others. Pieces are joined once, when they are taken. */
export class ByteQueue {
  #pieces: Buffer[] = []
  #length = 0

  get length(): number {
    return this.#length
  }

  push(piece: Buffer): void {
    if (piece.length === 0) return
    this.#pieces.push(piece)
    this.#length += piece.length
  }

  /** The next `count` bytes; undefined while there are fewer. */
  take(count: number): Buffer | undefined {
    if (this.#length < count) return undefined
    const taken: Buffer[] = []
    let missing = count
    while (missing > 0) {
      const piece = this.#pieces.shift() as Buffer
      if (piece.length > missing) this.#pieces.unshift(piece.subarray(missing))
      const part = piece.subarray(0, missing)
      taken.push(part)
      missing -= part.length
    }
    this.#length -= count
    return taken.length === 1 ? (taken[0] as Buffer) : Buffer.concat(taken)
  }

  /** The next line without its end; undefined while it is not whole. Looks at no more than `limit` bytes. */
  takeLine(limit: number): string | undefined {
    let before = 0
    for (const piece of this.#pieces) {
      const at = piece.indexOf(10)
      if (at >= 0) return this.take(before + at + 1)?.toString('latin1', 0, before + at)
      before += piece.length
      if (before > limit) break
    }
    return undefined
  }
}
