import { expect, test } from 'vitest'
import { createGather } from './gather'

/** Answers each number with its square, and remembers what it was asked. */
function createAsked() {
  const questions: number[][] = []
  const square = createGather<number, number>(async (keys) => {
    questions.push([...keys])
    if (keys.includes(13)) throw new Error('unlucky')
    return keys.map((key) => key * key)
  })
  return { questions, square }
}

test('what is asked in one turn is one question, and everybody gets their own answer', async () => {
  const { questions, square } = createAsked()
  expect(await Promise.all([3, 1, 3, 2].map(square))).toEqual([9, 1, 9, 4])
  expect(questions).toEqual([[3, 1, 3, 2]])
})

test('nobody is answered by a question that was asked before them', async () => {
  const { questions, square } = createAsked()
  await square(1)
  await square(1)
  expect(questions).toEqual([[1], [1]])
})

test('what is asked meanwhile is the next question', async () => {
  let answer = (): void => {}
  const held = new Promise<void>((resolve) => {
    answer = resolve
  })
  const questions: string[][] = []
  const gathered = createGather<string, string>(async (keys) => {
    questions.push([...keys])
    if (questions.length === 1) await held
    return keys
  })
  const first = gathered('first')
  while (questions.length === 0) await new Promise((resolve) => setImmediate(resolve))
  const others = [gathered('second'), gathered('third')]
  answer()
  expect(await Promise.all([first, ...others])).toEqual(['first', 'second', 'third'])
  expect(questions).toEqual([['first'], ['second', 'third']])
})

test('a question holds at most 64 keys', async () => {
  const { questions, square } = createAsked()
  const keys = Array.from({ length: 150 }, (_, at) => at + 20)
  expect(await Promise.all(keys.map(square))).toEqual(keys.map((key) => key * key))
  expect(questions.map(({ length }) => length)).toEqual([64, 64, 22])
})

test('a question that fails fails those who asked it, and nobody after', async () => {
  const { square } = createAsked()
  await expect(Promise.all([square(1), square(13)])).rejects.toThrow('unlucky')
  expect(await square(2)).toBe(4)
})

test('a question that is answered in part is a fault', async () => {
  const half = createGather<number, number>(async (keys) => keys.slice(1))
  await expect(half(1)).rejects.toThrow('in part')
})

test('where many come, those who come a moment after a question share the next, though it was answered', async () => {
  const { questions, square } = createAsked()
  const later = Array.from({ length: 20 }, (_, at) => square(at + 20))
  for (let at = 0; at < 20; at++) {
    later.push(square(at * 100))
    await new Promise((resolve) => setImmediate(resolve))
    await new Promise((resolve) => setImmediate(resolve))
  }
  await Promise.all(later)
  expect(questions.length).toBeLessThan(10)
})

test('who comes alone after somebody who came alone waits for nobody', async () => {
  const { questions, square } = createAsked()
  for (const key of [1, 2, 3]) {
    void square(key)
    await new Promise((resolve) => setImmediate(resolve))
    await new Promise((resolve) => setImmediate(resolve))
  }
  expect(questions).toEqual([[1], [2], [3]])
})
