// Both servers at once, each with its crowd and loaded in turn: a neighbour that slows the machine for a minute slows both.
import { type Crowd, type Measured, type Offer, openCrowd } from './crowd'
import type { SubjectKind } from './orders'
import { type Cast, openStage, type Stage, type Store } from './stage'

type Side = { stage: Stage; crowd: Crowd }
export type Sides = Record<SubjectKind, Side> & { close(): Promise<void> }

export async function openSides(store: Store, cast: Cast): Promise<Sides> {
  const relay = await openSide('relay', store, cast)
  const parley = await openSide('parley', store, cast)
  return {
    relay,
    parley,
    async close() {
      await closeSide(parley)
      await closeSide(relay)
    },
  }
}

async function openSide(subject: SubjectKind, store: Store, cast: Cast): Promise<Side> {
  const stage = await openStage(subject, store, cast)
  return { stage, crowd: await openCrowd(stage) }
}

async function closeSide({ stage, crowd }: Side): Promise<void> {
  await crowd.close()
  await stage.close()
}

export type Turn = Record<SubjectKind, Measured>

/** The same load on the one and the other, so many times; who is first changes. */
export async function loadInTurns({ relay, parley }: Sides, load: Offer, turns: number): Promise<Turn[]> {
  const all: Turn[] = []
  for (let turn = 0; turn < turns; turn++) {
    if (turn % 2 === 0) {
      const first = await relay.crowd.load(load)
      all.push({ relay: first, parley: await parley.crowd.load(load) })
    } else {
      const first = await parley.crowd.load(load)
      all.push({ parley: first, relay: await relay.crowd.load(load) })
    }
  }
  return all
}
