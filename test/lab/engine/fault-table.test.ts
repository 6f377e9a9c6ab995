/** A column of the fault table; `npm run faults` has all of them. */
import { everyColumn, testFaults } from '../../faults/table.ts'

testFaults(
  'fault-column',
  everyColumn.filter(({ column }) => column === 'play, sudo, password'),
)
