// The highest offered load that a server carries: by steps up or down from a guess, then halving what is between.

type Options = {
  /** Messages a second. */
  guess: number
  /** True where this load was carried. */
  isCarried(perSecond: number): Promise<boolean>
  /** How often the gap between carried and not is halved. */
  halvings: number
  atMost?: number
}

const STEP = 1.5
const LEAST = 1

/** @returns the highest rate that was seen carried, messages a second; 0 where not even one was */
export async function findMost({ guess, isCarried, halvings, atMost = 100_000 }: Options): Promise<number> {
  // Others on the machine can only spoil a try, so one that succeeds counts.
  const carries = async (rate: number) => (await isCarried(rate)) || (await isCarried(rate)) || (await isCarried(rate))
  let carried = 0
  let refused = Number.POSITIVE_INFINITY
  for (let rate = guess; refused === Number.POSITIVE_INFINITY && rate <= atMost; rate *= STEP) {
    if (await carries(rate)) carried = rate
    else refused = rate
  }
  for (let rate = guess / STEP; carried === 0 && rate >= LEAST; rate /= STEP) {
    if (await carries(rate)) carried = rate
    else refused = rate
  }
  if (refused === Number.POSITIVE_INFINITY) return carried
  for (let turn = 0; turn < halvings && carried > 0; turn++) {
    const middle = Math.round((carried + refused) / 2)
    if (await carries(middle)) carried = middle
    else refused = middle
  }
  return carried
}
