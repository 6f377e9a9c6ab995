/** What a simulated run of apt does to other resources. */
import type { State } from 'swk'
import { expect, test } from 'vitest'
import type { Look } from '../../src/resources/kind.ts'
import { managed } from '../../src/resources/managed/spec.ts'
import {
  followPackage,
  followPathOfPackage,
  followUnitOfPackage,
  readEffects,
} from '../../src/resources/package/effects.ts'
import { packageKind } from '../../src/resources/package/index.ts'
import { packageOfferKind } from '../../src/resources/package/offer.ts'

const output = `does toy-needs
Inst toy-plain (2.0 local [all])
Inst toy-needs [0.9] (1.0 local [all])
candidate toy-plain 2.0
does toy-plain-
Remv toy-needs [1.0]
Remv toy-plain [2.0]
keeps toy-plain
removed /usr/share/toy/plain
removed /usr/lib/systemd/system/toy.service
`
const install = {
  want: { kind: 'package', id: 'toy-needs', state: { installed: true } },
  before: null,
  after: { installed: true },
}
const removal = {
  want: { kind: 'package', id: 'toy-plain', state: null, how: { list: 'toy-plain-' } },
  before: { installed: true },
  after: null,
}
const look: Look = (id, kind) => (kind === 'package-offer' ? { error: null, ...readEffects(id, output) } : null)
const there: State = { installed: true, version: '2.0' }

test('packages come and go with others', () => {
  expect(followPackage(install, 'toy-plain', null, look)).toMatchObject({
    installed: true,
    version: '2.0',
    latest: true,
  })
  expect(followPackage(install, 'htop', null, look)).toBeUndefined()
  expect(followPackage(removal, 'toy-needs', there, look)).toBeNull()
})

test('what an earlier task brought may go with a run that was not looked at after it', () => {
  const unasked: Look = () => null
  expect(followPackage(removal, 'toy-needs', there, unasked)).toBe('unknown')
  expect(followPackage(removal, 'htop', there, (_, kind) => (kind === 'package' ? there : null))).toBeUndefined()
})

test('a file does not bring a package back that is gone', () => {
  const write = { want: { kind: 'path', id: '/etc/toy.conf', state: { type: 'file' } }, before: null, after: {} }
  expect(followPackage(write, 'toy-plain', null, (_, kind) => (kind === 'package' ? there : null))).toBeUndefined()
})

test('files go with their package, units are left to its scripts', () => {
  const file: State = { type: 'file' }
  expect(followPathOfPackage(removal, '/usr/share/toy/plain', file, look)).toBeNull()
  expect(followPathOfPackage(removal, '/srv/x', file, look)).toBeUndefined()
  const fragment = '/lib/systemd/system/toy.service'
  expect(followUnitOfPackage(removal, 'toy.service', { fragment }, look)).toBe('unknown')
})

test('a package that an earlier task holds is neither replaced nor removed', () => {
  const selection = managed({ program: 'selection', title: 'hold', args: ['nginx'], options: ['hold'] })
  const hold = { want: { ...selection, state: { selection: 'hold' } }, before: null, after: { selection: 'hold' } }
  const before = packageKind.follows?.(hold, 'nginx', { installed: true, version: '1' }, () => null) as State
  const want = { kind: 'package', id: 'nginx', state: null }
  const forbid = (how?: { readonly held: boolean }) =>
    packageKind.forbid?.({ want: { ...want, ...(how && { how }) }, before, after: null }, () => undefined)?.message
  expect(forbid()).toBe('nginx is held')
  expect(forbid({ held: true })).toBeUndefined()
})

test('what a held package does to the offers of others is for apt to say', () => {
  const change = (selection: string) => {
    const spec = managed({ program: 'selection', title: selection, args: ['toy-plain'], options: ['hold'] })
    return { want: { ...spec, state: { selection } }, before: null, after: { selection } }
  }
  const offer: State = { error: null, ...readEffects('toy-needs', output) }
  const follow = (selection: string, state: State) =>
    packageOfferKind.follows?.(change(selection), 'toy-needs', state, () => null)
  expect(follow('hold', offer)).toBe('unknown')
  expect(follow('hold', { ...offer, installs: ['toy-needs 1.0'] })).toBeUndefined()
  const list = packageOfferKind.follows?.(change('hold'), 'toy-plain=1.0 toy-needs', offer, () => null)
  expect(list).toMatchObject({ error: 'toy-plain is held' })
  const broken = { error: 'apt cannot install toy-needs: toy-needs : Depends: toy-plain but it is not installable' }
  expect(follow('install', broken)).toBe('unknown')
  expect(follow('install', { error: 'no package `toy-needs` in the package lists of the host' })).toBeUndefined()
})
