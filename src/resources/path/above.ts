/** All directories above a path, the nearest first: where one is absent, so is the path. */
export function* directoriesAbove(path: string): Generator<string> {
  for (let end = path.lastIndexOf('/'); end > 0; end = path.lastIndexOf('/', end - 1)) yield path.slice(0, end)
}
