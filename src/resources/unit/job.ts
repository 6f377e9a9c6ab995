/** The id of a `unit-job`, in its two parts: `restarted nginx.service`. */
export function jobOf(id: string): readonly [job: string, unit: string] {
  const [job = '', unit = ''] = id.split(/ (.*)/s)
  return [job, unit]
}
