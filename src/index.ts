/** The public API: what modules, and programs that use swk as a library, import. A table of contents. */
export { z } from 'zod'
export type { Diff, Emit, HostSummary, Status, SwkEvent } from './engine/events.ts'
export {
  defineModule,
  type FileOptions,
  type HostView,
  type Module,
  type ProjectFile,
  Refusal,
  type Sources,
} from './engine/module.ts'
export { codes, type ErrorCode } from './errors/codes.ts'
export { type Diagnostic, type Place, SwkError } from './errors/diagnostic.ts'
export { type ConnectionOptions, type PlayOptions, play } from './play.ts'
export { type LoadOptions, loadProject, type Project } from './playbook/project.ts'
export type { AptCacheState } from './resources/apt.ts'
export type { CommandState } from './resources/command.ts'
export type { DatabaseState } from './resources/database.ts'
export type { FactsState } from './resources/facts/index.ts'
export type { GlobState } from './resources/glob.ts'
export type { GroupState } from './resources/group.ts'
export { describeAnswer } from './resources/http/describe.ts'
export type { HttpState } from './resources/http/state.ts'
export type { InodeState } from './resources/inode.ts'
export type { InventoryState } from './resources/inventory.ts'
export { type Ref, refKey, type State, type Want } from './resources/kind.ts'
export type { ManagedState } from './resources/managed/spec.ts'
export type { PackageState } from './resources/package/index.ts'
export type { PathState } from './resources/path/state.ts'
export type { PendingHandlersState } from './resources/pending-handlers.ts'
export type { PortState } from './resources/port.ts'
export type { SecretState } from './resources/secret.ts'
export type { StatoverrideState } from './resources/statoverride.ts'
export type { SystemSettingState } from './resources/system-setting.ts'
export type { SystemdManagerState } from './resources/systemd-manager.ts'
export { encodeText } from './resources/text.ts'
export type { UnitJobState, UnitState } from './resources/unit/state.ts'
export type { UserState } from './resources/user.ts'
export type { WaitState } from './resources/wait.ts'
export { account, accountWants, changeHow, keyResult, newHow, sshKey } from './sdk/account.ts'
export { args, flag, integer, list, notYet, text, utf8Only } from './sdk/args.ts'
export { canonical, isHashOfHost, pythonJson, sha256 } from './sdk/content.ts'
export { directoryRefs, directoryWants } from './sdk/directories.ts'
export { editRefs, editWants } from './sdk/edit.ts'
export { type EditFailure, editFailure } from './sdk/edit-failure.ts'
export { allFactNames, factGroupsOf, factsResult, filteredFacts, isFactSubset } from './sdk/facts.ts'
export {
  fileRefs,
  fileResult,
  fileWant,
  located,
  type Ownership,
  ownedState,
  ownerRefs,
  ownership,
  requireFolder,
  validate,
} from './sdk/file.ts'
export { type Found, type FoundFile, foundFiles } from './sdk/found.ts'
export { basicAuth, type Encoded, encodeBody } from './sdk/http-body.ts'
export {
  checkMarkers,
  createdBy,
  type Markers,
  marker,
  markerArgs,
  markerRefs,
  resultOfNotRun,
  whyNotRun,
} from './sdk/markers.ts'
export { copiedMode, mode, modeOf } from './sdk/mode.ts'
export { absolutePath, destination, directoryOf, foldersAbove, inFolder, nameOf } from './sdk/paths.ts'
export {
  isPassword,
  type Login,
  loginWords,
  postgresqlArgs,
  requireServer,
  roleWords,
  scramVerifier,
} from './sdk/postgresql.ts'
export {
  aptCache,
  type CommandSpec,
  command,
  database,
  download,
  facts,
  fetched,
  found,
  glob,
  group,
  type HttpSpec,
  http,
  httpRequest,
  inode,
  inventory,
  isHollow,
  type JobState,
  job,
  jobRemoval,
  managed,
  packageOffer,
  packageRemains,
  path,
  pause,
  pkg,
  port,
  type RebootSpec,
  type RefTo,
  reboot,
  resultOfCommand,
  see,
  statoverride,
  systemdManager,
  systemSetting,
  temporaryMounts,
  tmpfiles,
  touch,
  unit,
  unitJob,
  user,
  type WaitSpec,
  waitFor,
  want,
} from './sdk/refs.ts'
export { expandMatch, pythonRegex, regexp } from './sdk/regex.ts'
export { editDiff, pathDiff, type TextDiff, textDiff, writtenDiff } from './sdk/registered-diff.ts'
export { configNote, dueBecause, startedWith, startedWithRefs } from './sdk/start-record.ts'
export { checkTimes, type TimeArgs, timeArgs, timeRefs, timeWants } from './sdk/times.ts'
export { agrees, findAdjusting, findWinner, readTmpfiles } from './sdk/tmpfiles.ts'
export { treeRefs, treeWants } from './sdk/tree.ts'
export { httpUrl } from './sdk/url.ts'
export { globToRegExp } from './shell/glob.ts'
export { words } from './shell/words.ts'
