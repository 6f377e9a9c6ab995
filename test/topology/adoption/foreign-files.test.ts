import { expect, test } from 'vitest'
import { findForeignFiles, restoreForeign } from '../../../src/topology/adoption/foreign-files.ts'
import { sharedFiles } from '../../../src/topology/config/shared.ts'
import { absent } from '../../../src/topology/model/managed-file.ts'
import { unitFiles } from '../../../src/topology/systemd/units.ts'
import { deploymentOf, factsWith, observedOf } from '../support.ts'

const deployment = deploymentOf('synapse: { workers: { client-sync: 1, mediaworker: 1 } }')
const facts = factsWith({})
const owned = { owner: 'root', group: 'synapse', mode: '0640' }
const template = '/etc/systemd/system/matrix-synapse-worker@.service'

test('a file of the operator is backed up as it is, with its owner and mode', () => {
  const observed = observedOf({ [`path:${template}`]: { type: 'file', text: '# by hand\n', ...owned } })
  expect(findForeignFiles(deployment, facts, observed)).toEqual([{ path: template, text: '# by hand\n', ...owned }])
})

test('what swk wrote is not backed up, listeners.yaml included', () => {
  const files = [...unitFiles(deployment, facts), ...sharedFiles(deployment, facts)]
  const written = files.flatMap(({ path, text }) =>
    text === null ? [] : [[`path:${path}`, { type: 'file', text }] as const],
  )
  expect(written.length).toBeGreaterThan(8)
  expect(findForeignFiles(deployment, facts, observedOf(Object.fromEntries(written)))).toEqual([])
})

test('a file that is to go becomes what it was before', () => {
  const observed = observedOf({
    [`path:/var/lib/swk/originals${template}`]: { type: 'file', text: '# by hand\n', ...owned },
  })
  expect(restoreForeign(absent(template), observed)).toEqual({ path: template, text: '# by hand\n', ...owned })
  expect(restoreForeign(absent('/etc/systemd/system/x.service'), observed).text).toBeNull()
})
