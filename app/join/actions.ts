'use server'

import { findCurrentViewer, keepName, keepSession } from '#lib/auth/session'
import { type Joined, joinByCode, openRoom } from '#lib/domain/joining'
import { formAction } from '#lib/form-action'
import { services } from '#lib/services'
import { createSchema, joinSchema, lobbySchema } from '#lib/shared/form-schemas'
import type { FormState } from '#lib/shared/form-state'
import { LOBBY_CODE } from '#lib/shared/ids'
import type { Username } from '#lib/shared/names'
import { askedMessage, queryOf } from '../room/asked-message'

/** Joins the room behind a code and goes there. */
export async function joinRoom(state: FormState, form: FormData): Promise<FormState> {
  const m = form.get('m')
  const place = queryOf(askedMessage({ m: typeof m === 'string' ? m : undefined }))
  return formAction(joinSchema, state, form, async ({ code, name }, address) => {
    const { redirectTo } = await arrive(name, await joinByCode(parts(), await comer(name, address), code))
    return { redirectTo: redirectTo + place }
  })
}

/**
 * The buttons of the first page, by the `way` they name. One action for all of them: without JavaScript React hands the
 * answer back to the form's own action only, and a refusal of any other would be lost.
 */
export async function comeIn(state: FormState, form: FormData): Promise<FormState> {
  const way = form.get('way')
  if (way === 'lobby') return joinLobby(state, form)
  return way === 'create' ? createRoom(state, form) : joinRoom(state, form)
}

/** Joins the lobby, which needs only a name. */
async function joinLobby(state: FormState, form: FormData): Promise<FormState> {
  return formAction(lobbySchema, state, form, async ({ name }, address) =>
    arrive(name, await joinByCode(parts(), await comer(name, address), LOBBY_CODE)),
  )
}

/** Opens a room with oneself as host and goes there. */
async function createRoom(state: FormState, form: FormData): Promise<FormState> {
  return formAction(createSchema, state, form, async ({ name, title }, address) =>
    arrive(name, await openRoom(parts(), await comer(name, address), title)),
  )
}

function parts() {
  const { database, rates, settings } = services()
  return { database, rates, limits: settings.limits }
}

async function comer(name: Username, address: string) {
  return { viewer: await findCurrentViewer(), name, address, now: services().clock.now() }
}

async function arrive(name: Username, { code, roomId, userId, claim }: Joined): Promise<{ redirectTo: string }> {
  if (claim) await keepSession(claim)
  await keepName(name)
  services().bus.publish({ kind: 'membership', roomId, userId })
  return { redirectTo: `/room/${code}` }
}
