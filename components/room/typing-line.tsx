import { useT } from '../language/use-t'
import { typingWords } from './typing-words'

/** Who is typing. The line keeps its height when nobody is, and is never said aloud. */
export function TypingLine({ names }: { names: readonly string[] }) {
  const t = useT()
  const words = typingWords(t, names)
  return (
    <p className="typing-line" aria-hidden="true">
      {words === '' ? null : (
        <>
          <span className="typing-dots">
            <i />
            <i />
            <i />
          </span>
          <span className="truncate" dir="auto">
            {words}
          </span>
        </>
      )}
    </p>
  )
}
