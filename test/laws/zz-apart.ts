import { isAsApart } from './apart.ts'
import { tryLaws } from './laws.ts'

const { counts, failures } = await tryLaws('apart', {
  runs: Number(process.argv[2]),
  seed: Number(process.argv[3]),
  seconds: 1500,
  hosts: Number(process.argv[4] ?? 1),
  law: isAsApart,
  onFailure: t => console.log(t),
})
console.log(JSON.stringify(counts), failures.length)
