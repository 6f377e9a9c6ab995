/** A controller to be killed: reads a connection from its input, takes the lock, sends a slow step and ten behind it. */
import { text as readAll } from 'node:stream/consumers'
import { connect } from '../../../src/transport/connect.ts'
import type { ConnectionSpec } from '../../../src/transport/session.ts'
import { frame, step } from './rig.ts'

const spec = JSON.parse(await readAll(process.stdin)) as ConnectionSpec
const session = await connect(spec)
await session.exchange([frame('the one to be killed', 'lock'), step('rm -f /root/behind* /root/done')])
const slow = step('touch /root/began; sleep 2; touch /root/done')
await session.exchange([slow, ...Array.from({ length: 10 }, (_, i) => step(`touch /root/behind${i}`))])
