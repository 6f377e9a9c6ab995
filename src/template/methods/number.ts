/** Methods of int and float. */
import { type Int, isFloat } from '../../python/number.ts'
import { methods } from './method.ts'

export const intMethods = methods<Int>({
  bit_length: ['', self => (self === 0 || self === 0n ? 0 : (self < 0 ? -self : self).toString(2).length)],
  conjugate: ['', self => self],
})

export const floatMethods = methods<number>({
  is_integer: ['', self => isFloat(self) && Number.isInteger(Number(self))],
})
