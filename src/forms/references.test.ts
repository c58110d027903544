import { expect, it } from 'vitest'
import { namesIn } from './references.ts'

it('finds the names of an expression, with spaces beside them or not', () => {
  expect(namesIn('${a} + ${ b } - ${\tc d\n}')).toEqual(['a', 'b', 'c d'])
})

it('reads what is left open once, however many spaces stand in it', () => {
  expect(namesIn(`\${${' '.repeat(100_000)}`)).toEqual([])
  expect(namesIn(`\${${' '.repeat(100_000)}a${' '.repeat(100_000)}}`)).toEqual(['a'])
})
