import { headers } from 'next/headers'
import { RoomPage } from '#components/room/room-page'
import { listRooms } from '#lib/domain/room-list'
import type { RoomSnapshot } from '#lib/domain/room-snapshot'
import { listSilences } from '#lib/domain/silences'
import { services } from '#lib/services'
import type { UserId } from '#lib/shared/ids'
import { chooseLanguage } from '../language/actions'
import { leaveParley, leaveRoom } from './actions'
import { OPENING_PLACE } from './opening-place'
import { findOrigin } from './origin'
import './room.css'

/** A room for one of its members, with the list of their rooms; the page stands at the right place when it is painted. */
export async function RoomScene({ userId, snapshot }: { userId: UserId; snapshot: RoomSnapshot }) {
  const { database } = services()
  const known = await database.snapshot(async (trx) => ({
    rooms: await listRooms(trx, database.dialect, userId),
    silences: await listSilences(trx, userId),
  }))
  const nonce = /'nonce-([^']+)'/.exec((await headers()).get('content-security-policy') ?? '')?.[1]
  return (
    <>
      <RoomPage
        snapshot={snapshot}
        known={known}
        origin={await findOrigin()}
        actions={{
          leaveRoom: leaveRoom.bind(null, userId),
          leaveParley: leaveParley.bind(null, userId),
          chooseLanguage,
        }}
      />
      <script nonce={nonce}>{OPENING_PLACE}</script>
    </>
  )
}
