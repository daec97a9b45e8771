// People who are in one room together, or in a private chat.
import type { PersonOptions } from './people'
import type { Person } from './person'
import { expect } from './test'

type Meet = (name: string, options?: PersonOptions) => Promise<Person>

/** The first one is the host. */
export async function gather<N extends string[]>(
  person: Meet,
  ...names: N
): Promise<{ people: { [K in keyof N]: Person }; code: string }> {
  const people = (await Promise.all(names.map((name) => person(name)))) as { [K in keyof N]: Person }
  const [host, ...others] = people
  const code = (await host?.create('Harbour planning')) ?? ''
  await Promise.all(others.map((other) => other.join(code)))
  for (const { room } of people) await expect(room.online(names.length)).toBeVisible()
  return { people, code }
}

/** The first one asks, the second accepts. */
export async function stepAside(ada: Person, bo: Person): Promise<void> {
  await ada.room.invite(bo.name)
  await bo.room.accept()
  for (const { page, room } of [ada, bo]) {
    await expect(page).toHaveURL(/\/private\//)
    await room.isOpen()
  }
}
