/** A file of the host that is copied to this machine: its content is the output of the step. */
import { mkdirSync, renameSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { sh } from '../shell/sh.ts'
import { canonical } from './canonical.ts'
import { affectsNothing, type Kind, type RefTo, undoNothing } from './kind.ts'
import { probeNothing, readNothing } from './write-only.ts'

export type FetchSpec = { readonly src: string; readonly dest: string }

/** A file of the host that is copied to this machine. */
export const fetched = (spec: FetchSpec): RefTo<{ readonly done: boolean }> => ({
  kind: 'fetched',
  id: canonical(spec),
})

/** id: canonical JSON of {@link FetchSpec}. */
export const fetchedKind: Kind = {
  name: 'fetched',
  traits: ['writeOnly'],
  affects: affectsNothing,
  describe: ({ want }) => `copy ${(JSON.parse(want.id) as FetchSpec).src} to this machine`,
  undo: undoNothing,
  probe: probeNothing,
  read: readNothing,
  write(_before, _after, { id }) {
    const { src } = JSON.parse(id) as FetchSpec
    return [{ name: `read ${src}`, script: sh`exec base64 -w0 -- ${src}`, timeout: 600 }]
  },
  result([reply], want) {
    if (reply?.rc === 0 && want !== undefined)
      write((JSON.parse(want.id) as FetchSpec).dest, Buffer.from(reply.stdout.toString('latin1'), 'base64'))
    return {}
  },
}

/** Renamed into place: what was there stays whole until the copy is. */
function write(file: string, content: Buffer): void {
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(`${file}.swk`, content)
  renameSync(`${file}.swk`, file)
}
