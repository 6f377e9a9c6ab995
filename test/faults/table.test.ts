/** The fault table: each row in check and play, as root, with sudo, and with sudo and a password. */
import { everyColumn, testFaults } from './table.ts'

testFaults('fault-table', everyColumn)
