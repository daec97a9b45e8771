import type { Translate } from '../language/translate'

/** A room with its title in the page's language: the lobby's is Parley's own, every other one was given by people. */
export function localTitle<R extends { kind: string; title?: string }>(t: Translate, room: R): R {
  return room.kind === 'lobby' ? { ...room, title: t('rail.lobby') } : room
}
