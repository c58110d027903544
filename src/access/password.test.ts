import { describe, expect, it } from 'vitest'
import { faultOf, guessesOf } from './password.ts'
import { isBesieged, isTold, networkOf, waitFor } from './throttle.ts'
import { makeTurns } from './turns.ts'

describe('a password', () => {
  const list = new Set(['password', 'dragon', '1qaz2wsx', 'baseball'])
  const fault = (password: string) => faultOf(password, ['office', '王小明', 'demo', 'Mingcheng'], (text) => list.has(text))

  it.each([
    ['kurz', 'fault.passwordShort'],
    ['九个汉字的密码不够长', undefined],
    ['x'.repeat(201), 'fault.passwordLong'],
    ['Password2026!', 'fault.passwordCommon'],
    ['１ｑａｚ２ｗｓｘ１２３', 'fault.passwordCommon'],
    ['aaaaaaaaaaaa', 'fault.passwordCommon'],
    ['abcabcabcabc', 'fault.passwordCommon'],
    ['abcdefghijkl', 'fault.passwordCommon'],
    ['9876543210', 'fault.passwordCommon'],
    ['office2026!', 'fault.passwordOwn'],
    ['王小明20260101', 'fault.passwordOwn'],
    ['mingcheng-office-1', 'fault.passwordOwn'],
    ['office tulip galaxy', undefined],
    ['correct horse battery', undefined],
    ['my2026112233445', undefined],
  ])('%s is judged', (password, expected) => {
    expect(fault(password as string)).toBe(expected)
  })

  it('is looked up without what is usually hung on', () => {
    expect(guessesOf('Dragon#1999')).toEqual(['dragon#1999', 'dragon'])
    expect(guessesOf('my2026112233445')).toEqual(['my2026112233445'])
  })
})

describe('waiting', () => {
  const at = '2026-11-20T04:00:00.000Z'
  const tries = (count: number, agoS = 0) => ({ tries: count, lastAt: new Date(Date.parse(at) - agoS * 1000).toISOString() })

  it('grows at one place, and never closes an account', () => {
    expect([0, 4, 5, 6, 9, 30].map((count) => waitFor('pair', tries(count), at))).toEqual([0, 0, 1, 2, 16, 900])
    expect(waitFor('pair', tries(9, 10), at)).toBe(6)
    expect(waitFor('pair', tries(30, 3601), at)).toBe(0)
    expect(waitFor('account', tries(1_000_000), at)).toBe(0)
    expect(waitFor('pair', undefined, at)).toBe(0)
  })

  it('gives a new place one try when an account is guessed at from everywhere', () => {
    expect(isBesieged(tries(100), at)).toBe(true)
    expect(isBesieged(tries(99), at)).toBe(false)
    expect(isBesieged(undefined, at)).toBe(false)
    expect(waitFor('pair', undefined, at, true)).toBe(0)
    expect(waitFor('pair', tries(1), at, true)).toBe(1)
    expect(waitFor('device', tries(5), at, true)).toBe(0)
  })

  it('is told when guessing goes on, and less and less often', () => {
    expect(Array.from({ length: 50 }, (_, index) => index).filter(isTold)).toEqual([5, 10, 20, 40])
  })

  it.each([
    ['10.1.2.3', '10.1.2.3'],
    ['::ffff:10.1.2.3', '10.1.2.3'],
    ['2001:0db8:0001:0002:aaaa:bbbb:cccc:dddd', '2001:db8:1:2'],
    ['2001:db8:1:2::7', '2001:db8:1:2'],
    ['2001:db8::7', '2001:db8:0:0'],
    ['::1', '0:0:0:0'],
  ])('belongs to the network of %s', (address, network) => {
    expect(networkOf(address)).toBe(network)
  })
})

describe('turns', () => {
  it('go round the addresses, so many at once, and the crowd is refused', async () => {
    const turns = makeTurns({ atOnce: 1, mostWaiting: 4, mostWaitingEach: 3 })
    const done: string[] = []
    const work = (name: string) => async () => {
      await Promise.resolve()
      done.push(name)
    }
    const all = [
      turns('a', work('a1')),
      turns('a', work('a2')),
      turns('a', work('a3')),
      turns('a', work('a4')),
      turns('a', work('a5')),
      turns('b', work('b1')),
      turns('c', work('c1')),
    ]
    expect(all.map((one) => one !== undefined)).toEqual([true, true, true, true, false, true, false])
    await Promise.all(all.map((one) => one ?? Promise.resolve()))
    expect(done).toEqual(['a1', 'a2', 'b1', 'a3', 'a4'])
  })

  it('go on after work that failed', async () => {
    const turns = makeTurns({ atOnce: 1, mostWaiting: 4, mostWaitingEach: 4 })
    const failing = turns('a', () => Promise.reject(new Error('no')))!
    const after = turns('a', () => Promise.resolve('yes'))!
    await expect(failing).rejects.toThrow('no')
    expect(await after).toBe('yes')
  })
})
