// Statements that are asked again and again get a name: Postgres then parses them once for each connection, and after a
// few times keeps their plan (https://www.postgresql.org/docs/current/sql-prepare.html).

/** Asked so often, a statement is worth its memory on every connection. */
const OFTEN = 5
/** Texts that hold lists of any length come in many forms, each asked seldom. */
const MOST_NAMED = 200
const MOST_COUNTED = 2_000

/** @returns the name to ask a statement under, or nothing for one that is asked seldom */
export type NameOf = (statement: string) => string | undefined

export function createNames(): NameOf {
  const names = new Map<string, string>()
  const counts = new Map<string, number>()
  return (statement) => {
    const known = names.get(statement)
    if (known !== undefined || names.size >= MOST_NAMED) return known
    const count = (counts.get(statement) ?? 0) + 1
    if (count < OFTEN) {
      if (counts.size >= MOST_COUNTED) counts.clear()
      counts.set(statement, count)
      return undefined
    }
    counts.delete(statement)
    const name = `parley_${names.size + 1}`
    names.set(statement, name)
    return name
  }
}
