/** The public API: what modules, and programs that use swk as a library, import. A table of contents. */
export { z } from 'zod'
export type { Diff, Emit, HostSummary, Status, SwkEvent } from './engine/events.ts'
export { defineModule, type Module, type Observed, Refusal, type Sources } from './engine/module.ts'
export { codes, type ErrorCode } from './errors/codes.ts'
export { type Diagnostic, type Place, SwkError } from './errors/diagnostic.ts'
export { type ConnectionOptions, type PlayOptions, play } from './play.ts'
export { type LoadOptions, loadProject, type Project } from './playbook/project.ts'
export { type Ref, refKey, type State, type Want } from './resources/kind.ts'
export type * from './resources/states.ts'
export type { FileOptions } from './template/index.ts'
export { args, flag, integer, list, notYet, text } from './vocabulary/args.ts'
export { canonical, sha256 } from './vocabulary/content.ts'
export { editRefs, editWants } from './vocabulary/edit.ts'
export { type Fault, fault } from './vocabulary/fault.ts'
export {
  fileRefs,
  fileWant,
  located,
  type Ownership,
  ownedState,
  ownerRefs,
  ownership,
  validate,
} from './vocabulary/file.ts'
export { folderRefs, folderWants } from './vocabulary/folders.ts'
export { type Markers, marker, markerRefs, resultOfNotRun, whyNotRun } from './vocabulary/markers.ts'
export { mode, modeOf } from './vocabulary/mode.ts'
export { absolutePath, destination, folderOf, foldersAbove, inFolder, nameOf } from './vocabulary/paths.ts'
export {
  aptCache,
  type CommandSpec,
  type ConditionSpec,
  command,
  condition,
  group,
  type HttpSpec,
  http,
  httpRequest,
  path,
  pkg,
  port,
  type RefTo,
  see,
  statoverride,
  unit,
  unitJob,
  user,
  want,
} from './vocabulary/refs.ts'
export { expandMatch, pythonRegex, regexp } from './vocabulary/regex.ts'
export { configNote, dueBecause, startedWith, startedWithRefs } from './vocabulary/started-with.ts'
export { words } from './vocabulary/words.ts'
