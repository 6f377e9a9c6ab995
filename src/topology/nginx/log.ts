/** conf.d/matrix-log.conf: a log from which a request can be followed into that of its worker. */
import { managed, requestLog, runFolder } from '../model/paths.ts'

export const accessLog = `access_log ${requestLog} matrix if=$matrix_is_logged;`

const defaultLog = `# nginx.conf sets no access log, and the directive below would disable the default one: it is set here.
access_log /var/log/nginx/access.log;
`

/**
 * Without addresses of people and without queries, which can hold tokens: those are in the logs where they have always been. At the level of
 * nginx.conf, beside its logs.
 */
export const logText = (nginx: { readonly defaultLog: boolean } | null): string =>
  managed(`
# One line for each request to Synapse. The worker that served it logs the same id as METHOD-ID, such as GET-ID.
# This log is in addition to all others; a location with an access log of its own also lists this one.
log_format matrix '$time_iso8601 id=$request_id to=$matrix_upstream by="$upstream_addr" status="$upstream_status" '
                  'seconds="$upstream_response_time" answered=$status in=$request_time "$request_method $uri"';
map $upstream_addr $matrix_is_logged {
    default 0;
    "~unix:${runFolder}/" 1;
}
${nginx?.defaultLog ? defaultLog : ''}${accessLog}
`)
