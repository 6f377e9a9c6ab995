/** Methods of list and tuple. */
import { PythonError } from '../failure.ts'
import { equals, sorted } from '../values/compare.ts'
import { iterate } from '../values/iterate.ts'
import { methods } from './method.ts'

const reading: Parameters<typeof methods<unknown[]>>[0] = {
  count: ['value', (self, value: unknown) => self.filter(item => equals(item, value)).length],
  index: [
    'value, start=0, stop=None',
    (self, value: unknown, start: number, stop: number | null) => {
      const end = stop ?? self.length
      const found = self.findIndex((item, i) => i >= start && i < end && equals(item, value))
      if (found < 0) throw new PythonError('the value is not in the list')
      return found
    },
  ],
}

export const tupleMethods = methods<unknown[]>(reading)

export const listMethods = methods<unknown[]>({
  ...reading,
  copy: ['', self => [...self]],
  append: ['object', (self, item: unknown) => nothing(self.push(item))],
  extend: ['iterable', (self, items: unknown) => nothing(self.push(...iterate(items)))],
  insert: ['index, object', (self, at: number, item: unknown) => nothing(self.splice(at, 0, item))],
  clear: ['', self => nothing(self.splice(0))],
  reverse: ['', self => nothing(self.reverse())],
  sort: [
    'reverse=False',
    (self, reverse: boolean) => nothing(self.splice(0, self.length, ...sorted(self, item => item, reverse))),
  ],
  pop: [
    'index=-1',
    (self, at: number) => {
      if (self.length === 0) throw new PythonError('pop from empty list')
      const index = at < 0 ? self.length + at : at
      if (index < 0 || index >= self.length) throw new PythonError('pop index out of range')
      return self.splice(index, 1)[0]
    },
  ],
  remove: [
    'value',
    (self, value: unknown) => {
      const found = self.findIndex(item => equals(item, value))
      if (found < 0) throw new PythonError('list.remove(x): x not in list')
      return nothing(self.splice(found, 1))
    },
  ],
})

/** Python's answer of a method that only changes. */
function nothing(_work: unknown): null {
  return null
}
