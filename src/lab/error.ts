/** What went wrong in the lab, in words for the one who runs it. */
export class LabError extends Error {
  override name = 'LabError'
}
