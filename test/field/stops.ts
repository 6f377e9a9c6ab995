/**
 * `npm run field -- --stops [SITUATION [FIRST [LAST]]]`: the conversion of a situation (default: plain), killed after each of its tasks in turn. Each time main is restarted
 * and the host rebooted: all that answered before answers. Then every other time the play is run again, each time the workers go, and
 * the host is what it was at first.
 */

import { compareSnapshots, takeSnapshot } from '../lab/field/etc.ts'
import { askAll, findDifferences, type Statuses, waitForAnswers } from '../lab/field/load.ts'
import { makeRequests, type Request } from '../lab/field/requests.ts'
import { bootSituation, readExpected, summarize, summarizeRepeat } from '../lab/field/situation.ts'
import { stopPlay } from '../lab/support/stop-play.ts'

type Booted = Awaited<ReturnType<typeof bootSituation>>

export async function runStops(name: string, first = 1, last = 99): Promise<number> {
  const booted = await bootSituation(name, 'stops')
  let failed = 0
  try {
    const requests = await makeRequests(booted.host, readExpected(name))
    const before = await askAll(requests, 'drop')
    // A round that nothing disturbs leaves what stays (Redis).
    console.log(`undisturbed: ${await goThereAndBack(booted)}`)
    const snapshot = await takeSnapshot(booted.host)
    for (let n = first; n <= last; n++) {
      const task = await stopPlay(
        { host: booted.host, playbook: booted.play.site, inventory: booted.play.inventory },
        n,
      )
      if (task === undefined) break
      const faults = [
        ...(await afterStop(booted, requests, before)),
        ...(n % 2 === 0 ? [await goThere(booted)] : []),
        summarize(await booted.play.back()),
        ...findDifferences(before, await askAll(requests)),
        ...compareSnapshots(snapshot, await takeSnapshot(booted.host)),
      ].filter(text => text !== 'ok')
      if (faults.length > 0) failed++
      console.log(`${faults.length > 0 ? 'FAIL' : 'ok  '} ${n}. ${task}`)
      for (const fault of faults) console.log(`       ${fault.slice(0, 1500)}`)
    }
  } finally {
    await booted.host.stop()
  }
  return failed
}

async function afterStop({ host }: Booted, requests: readonly Request[], before: Statuses): Promise<readonly string[]> {
  const faults: string[] = []
  const ask = async (when: string): Promise<void> => {
    const answered = await waitForAnswers(requests, before, 60_000)
    if (typeof answered !== 'number') faults.push(...answered.map(text => `${when}: ${text}`))
  }
  await ask('after the stop')
  const { code, stderr } = await host.run('systemctl restart matrix-synapse')
  if (code !== 0) faults.push(`main does not restart: ${stderr}`)
  await ask('after a restart of main')
  await host.reboot()
  await ask('after a reboot')
  return faults
}

/** To workers, twice, with their verification. */
async function goThere({ play }: Booted): Promise<string> {
  const played = summarize(await play.play())
  if (played !== 'ok') return `play: ${played}`
  const again = summarizeRepeat(await play.play())
  return again === 'ok' ? summarize(await play.verify()) : again
}

async function goThereAndBack(booted: Booted): Promise<string> {
  const there = await goThere(booted)
  return there === 'ok' ? summarize(await booted.play.back()) : there
}
