import { expect, test } from 'vitest'
import { faults, load } from '../../playbook/project-in.ts'

const play = (vars: string, synapse: string) =>
  `- hosts: web\n  vars: ${vars}\n  topology:\n    synapse:\n      ${synapse}\n`

test('a preset, a count and whole mappings of roles may come from variables', async () => {
  const { plays } = await load(
    play(
      '{ size: small, n: 3, media: { count: 2, memory: 1G } }',
      'workers: { preset: "{{ size }}", client-sync: "{{ n }}", mediaworker: "{{ media }}" }',
    ),
  )
  const names = plays[0]?.topology('a1')?.deployment.workers.map(({ name }) => name)
  expect(names).toEqual([
    ...[
      'clientsync1',
      'clientsync2',
      'clientsync3',
      'roomworker1',
      'federationsender1',
      'mediaworker1',
      'mediaworker2',
    ],
  ])
})

test('a number that came as text: the hint is the filter int', async () => {
  const playbook = play('{}', 'workers: { client-sync: "{{ n }}" }')
  expect(await faults(playbook, {}, { extraVars: ['n=3'] })).toEqual([
    'wrong-type 5:31 (Write "{{ n | int }}": what -e gives is text.)',
  ])
  const mended = playbook.replace('{{ n }}', '{{ n | int }}')
  expect(await faults(mended, {}, { extraVars: ['n=3'] })).toEqual([])
})

test('what is wrong in a variable is told at the place of the template', async () => {
  const playbook = play('{ w: { typing: 2, client-snyc: 1 } }', 'workers: "{{ w }}"')
  expect(await faults(playbook)).toEqual([
    'bad-topology 5:16 (did you mean client-sync?)',
    'two-writers 5:16 (Write typing: 1.)',
  ])
})

test('hosts of a play may have different topologies; a mistake of one names it', async () => {
  const loaded = load(play('{}', 'workers: { sso: "{{ only_a1 | default(2) }}" }'))
  await expect(loaded).rejects.toThrow(/Single sign-on .* \(for a2\)$/)
})
