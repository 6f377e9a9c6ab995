import { readProgram } from '../program.ts'

/**
 * HTTP requests from the host with what every Debian has. All requests of one probe run side by side, each in a process of its own.
 * Input for each: socket, host, port, tls, method, timeout, length of the request, each ended by NUL; then the request. Output for
 * each: `error`, a NUL, length of the raw answer, a NUL, the answer.
 */
export const askHttp = readProgram('resources/http/ask.pl')
