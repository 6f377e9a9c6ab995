/** Operators' situations whose answer the check alone gives; `npm run field` plays all of them to their end. */
import { expect, it } from 'vitest'
import { bootSituation, readExpected, situations, summarize } from './situation.ts'

const cheap = situations.filter(name => readExpected(name).cheap)

it.each(cheap)('%s', async name => {
  const { host, play } = await bootSituation(name)
  try {
    const { refused = '^ok$' } = readExpected(name)
    expect(summarize(await play.play('--check'))).toMatch(new RegExp(refused, 's'))
  } finally {
    await host.stop()
  }
})
