import { useEffect, useState } from 'react'
import type { Jump } from '#lib/client/room-state'
import type { MessageId } from '#lib/shared/ids'
import { useT } from '../language/use-t'
import { announce } from '../ui/announce'
import { flash } from './flash'
import type { HeldPosition } from './use-held-position'

type Options = {
  held: HeldPosition
  /** Has the message among the rows of the list, loading what stands around it. */
  find: (id: MessageId) => Promise<Jump>
  /** Has its row in the page. */
  show: (id: MessageId) => void
}

const PROBLEM_SHOWN_MS = 8_000

export type Jumping = {
  jumpTo: (id: MessageId) => Promise<void>
  /** Why the last jump led nowhere, for a moment. */
  problem: string | undefined
}

/** Jumps to a message: centres it, gives it the focus and lights it up for a moment. [E50] [E51] */
export function useJump({ held, find, show }: Options): Jumping {
  const t = useT()
  const [wanted, setWanted] = useState<MessageId>()
  const [problem, setProblem] = useState<string>()

  useEffect(() => {
    if (problem === undefined) return
    const timer = setTimeout(() => setProblem(undefined), PROBLEM_SHOWN_MS)
    return () => clearTimeout(timer)
  }, [problem])

  // Once its row is in the page, which may take a render or two.
  useEffect(() => {
    const row = wanted === undefined ? null : document.getElementById(`m-${wanted}`)
    if (!row) return
    setWanted(undefined)
    held.bringTo(row, 'center')
    row.focus({ preventScroll: true })
    flash(row)
  })

  async function jumpTo(id: MessageId) {
    const jump = await find(id)
    if (jump === 'shown') {
      show(id)
      setWanted(id)
      setProblem(undefined)
      return
    }
    const words = t(jump === 'gone' ? 'room.gone' : 'room.olderFailed')
    setProblem(words)
    announce(words)
  }

  return { jumpTo, problem }
}
