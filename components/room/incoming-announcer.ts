// What is said aloud of messages from others: each of the first three within two seconds, then one sum.
import { graphemesOf } from '#lib/shared/text'
import { plural } from '../plural'

export type Spoken = { author: string; body: string }

const WINDOW_MS = 2_000
const EACH = 3
const SPOKEN_GRAPHEMES = 140

function sentenceOf({ author, body }: Spoken): string {
  const line = body.replace(/\s+/gu, ' ').trim()
  const start = graphemesOf(line.slice(0, SPOKEN_GRAPHEMES * 8)).slice(0, SPOKEN_GRAPHEMES)
  return `${author}: ${start.join('')}`
}

/** Says messages through `say`, never more than four sentences in two seconds. `stop` says nothing more. */
export function createIncomingAnnouncer(say: (sentence: string) => void) {
  let said = 0
  let held: Spoken[] = []
  let timer: ReturnType<typeof setTimeout> | undefined

  function close() {
    const last = held.at(-1)
    if (last) {
      const count = plural(held.length, { one: '# new message', other: '# new messages' })
      say(held.length === 1 ? sentenceOf(last) : `${count}, last from ${last.author}`)
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
        say(sentenceOf(message))
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
