import { useCallback, useEffect, useState } from 'react'
import { useT } from '../language/use-t'
import { announce } from '../ui/announce'
import type { RoomOverlays } from './room-overlays'

type Part = typeof RoomOverlays

/**
 * The overlays, fetched once the room is on the screen so that they do not hold it up. `isWanted`: something is open
 * that needs them; should the fetch have failed, it is tried again then.
 */
export function useRoomOverlays(isWanted: boolean): Part | undefined {
  const t = useT()
  const [part, setPart] = useState<Part>()

  const load = useCallback(async (): Promise<boolean> => {
    try {
      const { RoomOverlays: loaded } = await import('./room-overlays')
      setPart(() => loaded)
      return true
    } catch {
      // The network is away; the next wish asks again.
      return false
    }
  }, [])

  useEffect(() => {
    const timer = setTimeout(load, 200)
    return () => clearTimeout(timer)
  }, [load])

  useEffect(() => {
    if (!isWanted || part) return
    void load().then((isLoaded) => {
      if (!isLoaded) announce(t('room.cannotOpen'))
    })
  }, [isWanted, part, load, t])

  return part
}
