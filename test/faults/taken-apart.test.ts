/** `workers: {}` on a host that somebody has taken apart by hand; one of these cases is in `npm test`. */
import { it } from 'vitest'
import { bootBackAgain, isRightWithout } from '../lab/topology/back-again.ts'
import { removals } from '../lab/topology/taken-apart.ts'

bootBackAgain()

it.each(removals.slice(0, -1))('is right where somebody removed %s', (_, script) => isRightWithout(script))
