/** Python's seeded random numbers (Mersenne Twister): `60 | random(seed=inventory_hostname)` is the same as in Ansible. Pure. */
import { createHash } from 'node:crypto'
import { isInt } from '../../python/number.ts'
import { PythonError } from '../failure.ts'
import { typeName } from '../values/type.ts'

const size = 624

/** Random numbers from 0 to below a count. */
export function seededRandom(seed: unknown): (count: number) => number {
  const next = generator(keyOf(seed))
  return count => {
    const bits = count.toString(2).length
    if (bits > 32) throw new PythonError('random numbers with a seed are not supported above 2**32')
    for (;;) {
      const value = next() >>> (32 - bits)
      if (value < count) return value
    }
  }
}

/** The seed as 32-bit numbers, the lowest first. */
function keyOf(seed: unknown): number[] {
  const whole =
    typeof seed === 'string'
      ? textSeed(seed)
      : isInt(seed)
        ? BigInt(seed)
        : typeof seed === 'boolean'
          ? BigInt(seed)
          : undefined
  if (whole === undefined) throw new PythonError(`a seed must be an integer or a text, not ${typeName(seed)}`)
  const key: number[] = []
  for (let rest = whole < 0n ? -whole : whole; rest > 0n; rest >>= 32n) key.push(Number(rest & 0xffffffffn))
  return key.length === 0 ? [0] : key
}

function textSeed(text: string): bigint {
  const bytes = Buffer.from(text)
  const all = Buffer.concat([bytes, createHash('sha512').update(bytes).digest()])
  return BigInt(`0x${all.toString('hex')}`)
}

function generator(key: readonly number[]): () => number {
  const state = new Uint32Array(size)
  state[0] = 19650218
  for (let i = 1; i < size; i++) state[i] = Math.imul(1812433253, mixed(state, i - 1)) + i
  let [i, j] = [1, 0]
  for (let k = Math.max(size, key.length); k > 0; k--) {
    state[i] = ((state[i] as number) ^ Math.imul(mixed(state, i - 1), 1664525)) + (key[j] as number) + j
    i++
    j++
    if (i >= size) {
      state[0] = state[size - 1] as number
      i = 1
    }
    if (j >= key.length) j = 0
  }
  for (let k = size - 1; k > 0; k--) {
    state[i] = ((state[i] as number) ^ Math.imul(mixed(state, i - 1), 1566083941)) - i
    i++
    if (i >= size) {
      state[0] = state[size - 1] as number
      i = 1
    }
  }
  state[0] = 0x80000000
  let at = size
  return () => {
    if (at >= size) {
      twist(state)
      at = 0
    }
    let y = state[at++] as number
    y ^= y >>> 11
    y ^= (y << 7) & 0x9d2c5680
    y ^= (y << 15) & 0xefc60000
    return (y ^ (y >>> 18)) >>> 0
  }
}

function mixed(state: Uint32Array, at: number): number {
  const value = state[at] as number
  return (value ^ (value >>> 30)) >>> 0
}

function twist(state: Uint32Array): void {
  for (let i = 0; i < size; i++) {
    const y = ((state[i] as number) & 0x80000000) | ((state[(i + 1) % size] as number) & 0x7fffffff)
    state[i] = (state[(i + 397) % size] as number) ^ (y >>> 1) ^ (y & 1 ? 0x9908b0df : 0)
  }
}
