import { useEffect, useRef, useState } from 'react'
import type { Deeds } from './deeds'

/** The same object for the life of the room; what it does is always what was rendered last. */
export function useStableDeeds(deeds: Deeds): Deeds {
  const latest = useRef(deeds)
  useEffect(() => {
    latest.current = deeds
  })
  const [stable] = useState<Deeds>(() => ({
    reply: (message) => latest.current.reply(message),
    edit: (message) => latest.current.edit(message),
    remove: (message) => latest.current.remove(message),
    react: (message, emoji) => latest.current.react(message, emoji),
    jumpTo: (id) => latest.current.jumpTo(id),
    mention: (name) => latest.current.mention(name),
    insert: (words) => latest.current.insert(words),
    openPerson: (userId) => latest.current.openPerson(userId),
    open: (dialog) => latest.current.open(dialog),
    openRoom: (room) => latest.current.openRoom(room),
    linkOf: (message) => latest.current.linkOf(message),
  }))
  return stable
}
