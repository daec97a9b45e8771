// What is said aloud of messages from others: each of the first three within two seconds, then one sum.
import { graphemesOf } from '#lib/shared/text'
import type { Translate } from '../language/translate'

export type Spoken = { author: string; body: string; isMention?: boolean }

const WINDOW_MS = 2_000
const EACH = 3
const SPOKEN_GRAPHEMES = 140

function sentenceOf(t: Translate, { author, body, isMention }: Spoken): string {
  const line = body.replace(/\s+/gu, ' ').trim()
  const start = graphemesOf(line.slice(0, SPOKEN_GRAPHEMES * 8)).slice(0, SPOKEN_GRAPHEMES)
  const text = start.join('')
  return isMention ? t('noticing.mentionedYou', { name: author, text }) : t('row.said', { author, text })
}

/** Says messages through `say`, never more than four sentences in two seconds. `stop` says nothing more. */
export function createIncomingAnnouncer(t: Translate, say: (sentence: string) => void) {
  let said = 0
  let held: Spoken[] = []
  let timer: ReturnType<typeof setTimeout> | undefined

  function close() {
    const last = held.at(-1)
    if (last) {
      const count = held.length
      say(count === 1 ? sentenceOf(t, last) : t('room.newMessagesLast', { count, name: last.author }))
    }
    said = 0
    held = []
    timer = undefined
  }

  return {
    hear(message: Spoken) {
      timer ??= setTimeout(close, WINDOW_MS)
      if (said < EACH) {
        said += 1
        say(sentenceOf(t, message))
      } else {
        held.push(message)
      }
    },
    stop() {
      clearTimeout(timer)
      timer = undefined
    },
  }
}
