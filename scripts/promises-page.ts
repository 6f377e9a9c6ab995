/** docs/promises.md: what holds when something goes wrong, and the tests of it. */
import { type Promised, promises } from '../test/faults/promises.ts'

export function promisesPage(): string {
  const all: readonly Promised[] = promises
  const rows = all.map(({ fault, promise, tests, isTried }) => {
    const links = tests.map(path => `[${path.replace(/^test\/|\.test\.ts$/g, '')}](../${path})`)
    return `| ${fault} | ${promise} | ${links.join(', ')} | ${isTried ? 'yes' : ''} |`
  })
  return `${head}${rows.join('\n')}\n`
}

const head = `# What swk promises

What holds when something goes wrong, and the tests on real hosts that hold it. A row with "yes" is also tried by \`npm run faults\`: in a
check and in a play, as root, with sudo, and with sudo and a password. It prints the result as a table.

| what goes wrong | what holds | tests | \`npm run faults\` |
|---|---|---|---|
`
