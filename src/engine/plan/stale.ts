/** Unit files that change on disk: systemd runs on what it read before, until it reads them again. */
import type { State } from '../../resources/kind.ts'

const unitFile = /^\/(?:etc|run|usr\/lib|usr\/local\/lib|lib)\/systemd\/system\/([^/]+?)(?:\.d\/([^/]+\.conf))?$/

/** Of `units`, those that are made of this file: it is their own, their template's, or a drop-in of one of them. */
export function unitsFromFile(path: string, units: Iterable<string>): readonly string[] {
  const [, name, dropIn] = unitFile.exec(path) ?? []
  if (name === undefined || (dropIn === undefined && name.endsWith('.d'))) return []
  const isTemplate = name.includes('@.')
  return [...units].filter(unit => name === unit || (isTemplate && name === unit.replace(/@[^@]+(\.\w+)$/, '@$1')))
}

/** Whether a file has other content after a change, or has come or gone. */
export function hasOtherContent(before: State | null | undefined, after: State | null): boolean {
  return (before?.sha256 ?? before?.target) !== (after?.sha256 ?? after?.target)
}
