/** "People, 4 of 5 online". A list that was cut in a very large room cannot say of how many. */
export function peopleHeading(count: number, listed: number): string {
  return count > listed ? `People, ${count} online` : `People, ${count} of ${listed} online`
}
