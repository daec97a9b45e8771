// P18: whoever asks learns of a yes and of nothing else.
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Database } from '../db/database'
import type { RoomId } from '../shared/ids'
import { isRefusal } from '../shared/refusal'
import { describeOnDialects } from '../testing/databases'
import { createPeople, type Guest, HOUR, type People } from '../testing/people'
import { seedsFor } from '../testing/random'
import { viewInvite } from './invite-view'
import {
  declineAllFrom,
  declineInvite,
  expireInvites,
  findInvite,
  findOpenInvites,
  type InviteRow,
  sendInvite,
  withdrawInvite,
} from './invites'
import { setSilence } from './silences'

type Look =
  | { kind: 'look' }
  | { kind: 'ask again' }
  | { kind: 'withdraw' }
  | { kind: 'wait'; hours: number }
  | { kind: 'sweep' }

const look = fc.oneof(
  fc.constant<Look>({ kind: 'look' }),
  fc.constant<Look>({ kind: 'ask again' }),
  fc.constant<Look>({ kind: 'withdraw' }),
  fc.record({ kind: fc.constant('wait' as const), hours: fc.integer({ min: 1, max: 25 }) }),
  fc.constant<Look>({ kind: 'sweep' }),
)

/** What the invitee does, which the inviter must not be able to tell apart. */
type Silence = 'ignores it' | 'declines it' | 'never gets it' | 'blocks them' | 'has blocked them'

describeOnDialects('an inviter', ({ open, name }) => {
  let database: Database
  let people: People
  let roomId: RoomId
  beforeAll(async () => {
    database = await open()
    people = createPeople(database)
    roomId = (await people.room()).id
  })
  afterAll(() => database.close())

  async function member(): Promise<Guest> {
    const guest = await people.guest()
    await people.join(roomId, guest)
    return guest
  }

  /** All an inviter gets to read over a history in which the invitee keeps silent in one of the ways, ids left out. */
  async function trace(silence: Silence, history: readonly Look[], answerAt: number): Promise<unknown[]> {
    const start = people.time.now
    let now = start
    const [ada, bo] = [await member(), await member()]
    const pendingAtMost = silence === 'never gets it' ? 0 : 5
    const ask = () =>
      database.transact((trx) =>
        sendInvite(trx, { roomId, inviterId: ada.userId, inviteeId: bo.userId, now, pendingAtMost }),
      )
    if (silence === 'has blocked them') await block()
    let invite = await ask()
    const told: unknown[] = [tell(invite)]
    for (const [at, { kind, ...rest }] of history.entries()) {
      if (at === answerAt) await keepSilent()
      if ('hours' in rest) now += rest.hours * HOUR
      if (kind === 'sweep') await expireInvites(database.write, now)
      if (kind === 'ask again') told.push(await outcomeOf(ask))
      if (kind === 'withdraw') told.push(await outcomeOf(withdraw))
      const row = await findInvite(database.read, invite.id)
      const open = await findOpenInvites(database.read, ada.userId, now)
      told.push(row && tell(row), open.map(tell))
    }
    return told

    async function keepSilent(): Promise<void> {
      const answering = { inviteId: invite.id, userId: bo.userId, now }
      if (silence === 'blocks them') await block()
      if (silence === 'declines it') await database.transact((trx) => declineInvite(trx, answering)).catch(() => {})
    }

    async function block(): Promise<void> {
      const silencing = { userId: bo.userId, otherId: ada.userId, kind: 'block' as const, on: true, now }
      await database.transact(async (trx) => {
        await setSilence(trx, silencing)
        await declineAllFrom(trx, { inviterId: ada.userId, inviteeId: bo.userId })
      })
    }

    function withdraw(): Promise<InviteRow> {
      return database.transact((trx) => withdrawInvite(trx, { inviteId: invite.id, userId: ada.userId, now }))
    }

    async function outcomeOf(act: () => Promise<InviteRow>): Promise<unknown> {
      try {
        invite = await act()
        return tell(invite)
      } catch (error) {
        if (!isRefusal(error)) throw error
        return [error.code, error.detail]
      }
    }

    function tell(row: InviteRow): unknown {
      const seen = viewInvite(row, ada.userId, now)
      return seen && { keys: Object.keys(seen), state: seen.state, left: seen.expiresAt - start }
    }
  }

  test('cannot tell a no from silence, from a block, or from an invite that was never shown, whatever they try', async () => {
    const [seed = 1] = seedsFor(1)
    await fc.assert(
      fc.asyncProperty(fc.array(look, { minLength: 1, maxLength: 8 }), fc.nat(7), async (history, answerAt) => {
        const ignored = await trace('ignores it', history, answerAt)
        expect(await trace('declines it', history, answerAt)).toEqual(ignored)
        for (const silence of ['never gets it', 'blocks them', 'has blocked them'] as const) {
          expect(await trace(silence, history, answerAt), silence).toEqual(ignored)
        }
      }),
      { numRuns: name === 'sqlite' ? 30 : 6, seed },
    )
  })
})
