/** Which units a file of systemd makes. */
import { liesIn } from '../managed/written.ts'

const directories = ['/etc', '/run', '/usr/lib', '/usr/local/lib', '/lib'].map(above => `${above}/systemd/system`)
const unitFile = new RegExp(`^(?:${directories.join('|')})/([^/]+?)(?:\\.d/([^/]+\\.conf))?$`)

/** Of `units`, those that are made from this file: it is their own, their template's, or a drop-in of one of them. */
export function unitsFromFile(path: string, units: Iterable<string>): readonly string[] {
  const [, name, dropIn] = unitFile.exec(path) ?? []
  if (name === undefined || (dropIn === undefined && name.endsWith('.d'))) return []
  const isTemplate = name.includes('@.')
  return [...units].filter(unit => name === unit || (isTemplate && name === unit.replace(/@[^@]+(\.\w+)$/, '@$1')))
}

/** Whether a file of the unit can come with what fills `path`: a file, or a directory with all that lies in it. */
export function mayHoldFileOf(unit: string, path: string): boolean {
  const isAround = directories.some(one => liesIn(one, path))
  return isAround || unitsFromFile(path, [unit]).length > 0
}
