/** conf.d/matrix-log.conf: a log from which a request can be followed into that of its worker. */
import { managed, requestLog, runFolder } from '../model/paths.ts'

export const accessLog = `access_log ${requestLog} matrix if=$matrix_is_logged;`

const defaultLog = `# nginx.conf names no log, and the line below alone would put out the one that nginx writes by default.
access_log /var/log/nginx/access.log;
`

/**
 * Without addresses of people and without queries, which can hold tokens: those are in the logs where they have always been. At the level of
 * nginx.conf, beside its logs.
 */
export const logText = (nginx: { readonly defaultLog: boolean } | null): string =>
  managed(`
# A line for each request that goes to Synapse. Its id is in the log of the worker that served it too, there as
# GET-ID. This log stands beside all others: a place that has a log of its own names this one as well.
log_format matrix '$time_iso8601 id=$request_id to=$matrix_upstream by="$upstream_addr" status="$upstream_status" '
                  'seconds="$upstream_response_time" answered=$status in=$request_time "$request_method $uri"';
map $upstream_addr $matrix_is_logged {
    default 0;
    "~unix:${runFolder}/" 1;
}
${nginx?.defaultLog ? defaultLog : ''}${accessLog}
`)
