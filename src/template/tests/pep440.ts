/** Versions of Python packages, ordered by PEP 440. Pure. */
import { PythonError } from '../failure.ts'

const pattern =
  /^\s*v?(?:(?<epoch>\d+)!)?(?<release>\d+(?:\.\d+)*)(?:[-_.]?(?<pre>alpha|a|beta|b|preview|pre|c|rc)[-_.]?(?<preCount>\d*))?(?:-(?<bare>\d+)|[-_.]?(?<post>post|rev|r)[-_.]?(?<postCount>\d*))?(?:[-_.]?(?<dev>dev)[-_.]?(?<devCount>\d*))?(?:\+(?<local>[a-z0-9]+(?:[-_.][a-z0-9]+)*))?\s*$/i

const stages: Readonly<Record<string, number>> = { alpha: 0, a: 0, beta: 1, b: 1, preview: 2, pre: 2, c: 2, rc: 2 }

export function comparePep440(a: string, b: string): number {
  const [left, right] = [keyOf(a), keyOf(b)]
  for (let i = 0; i < Math.max(left.length, right.length); i++) {
    const order = (left[i] ?? 0) - (right[i] ?? 0)
    if (order !== 0 && !Number.isNaN(order)) return order
  }
  return 0
}

function keyOf(text: string): number[] {
  const groups = pattern.exec(text)?.groups
  if (!groups) throw new PythonError(`Version comparison failed: Invalid version: '${text}'`)
  const { epoch, release = '', pre, preCount, bare, post, postCount, dev, devCount } = groups
  const numbers = release.split('.').map(Number)
  const padded = Array.from({ length: 12 }, (_, i) => numbers[i] ?? 0)
  const isPost = post !== undefined || bare !== undefined
  // A development release without a stage comes before all stages; without any of them comes the release.
  const stage = pre !== undefined ? (stages[pre.toLowerCase()] as number) : dev !== undefined && !isPost ? -1 : 9
  return [
    Number(epoch ?? 0),
    ...padded,
    stage,
    Number(preCount || 0),
    isPost ? Number(bare ?? (postCount || 0)) + 1 : 0,
    dev === undefined ? 1e12 : Number(devCount || 0),
  ]
}
