/** What a homeserver's database holds of what a load said and uploaded. */
import type { LabHost } from '../../src/lab/index.ts'
import type { LoadReport } from '../lab/support/load-report.ts'

export type Stored = { readonly messages: number; readonly media: number; readonly twice: number }

const query = `
with said(body) as (select json::json->'content'->>'body' from event_json where json like '%"body":"load %')
select count(distinct body), (select count(*) from local_media_repository), count(*) - count(distinct body) from said`

export async function storedOn(host: LabHost): Promise<Stored> {
  const { code, stdout, stderr } = await host.run('cd /; runuser -u postgres -- psql -At synapse', { input: query })
  if (code !== 0) throw new Error(`psql: ${stderr}`)
  const [messages = 0, media = 0, twice = 0] = stdout.trim().split('|').map(Number)
  return { messages, media, twice }
}

/** What was acknowledged has to be there, and once. */
export async function lossesOf(host: LabHost, before: Stored, { log }: LoadReport): Promise<readonly string[]> {
  const after = await storedOn(host)
  const acknowledged = (kind: string, method: string) =>
    log.filter(one => one.kind === kind && one.method === method && one.status === 200).length
  const messages = acknowledged('send', 'PUT') - (after.messages - before.messages)
  const media = acknowledged('media-both-ways', 'POST') - (after.media - before.media)
  const twice = after.twice - before.twice
  return [
    ...(messages > 0 ? [`${messages} acknowledged messages are lost`] : []),
    ...(media > 0 ? [`${media} acknowledged uploads are lost`] : []),
    ...(twice > 0 ? [`${twice} messages are there twice`] : []),
  ]
}
