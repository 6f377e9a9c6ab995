/** Unit files that change on disk: systemd runs on what it read before, until it reads them again. */
import type { State } from '../resources/kind.ts'

const unitFile = /^\/(?:etc|run|usr\/lib|usr\/local\/lib|lib)\/systemd\/system\/([^/]+?)(?:\.d\/([^/]+\.conf))?$/

/** Whether it lies where systemd looks for units and their drop-ins. */
export function isUnitFile(path: string): boolean {
  return unitFile.test(path)
}

/** Whether a unit is made of this file: its own, its template's, or a drop-in of one of them. */
export function isPartOf(path: string, unit: string): boolean {
  const [, name, dropIn] = unitFile.exec(path) ?? []
  if (name === undefined || (dropIn === undefined && name.endsWith('.d'))) return false
  return name === unit || name === unit.replace(/@[^@]+(\.\w+)$/, '@$1')
}

/** Whether a file has other content after a change, or has come or gone. */
export function hasOtherContent(before: State | null | undefined, after: State | null): boolean {
  return (before?.sha256 ?? before?.target) !== (after?.sha256 ?? after?.target)
}
