import { namesInWords } from '../language/names-in-words'
import type { Translate } from '../language/translate'
import { useT } from '../language/use-t'
import type { NoticeLine } from './merge-notices'

type Props = { lines: readonly NoticeLine[]; tags: ReadonlyMap<string, string> }

/** Who came, who went and who took another name. Small, and never said aloud. */
export function NoticeRow({ lines, tags }: Props) {
  const t = useT()
  return (
    <li className="notice">
      {lines.map((line) => {
        if (line.kind === 'renamed') return <p key={line.userId}>{t('room.renamed', line)}</p>
        const names = line.people.map(({ userId, name }) => (tags.has(userId) ? `${name} #${tags.get(userId)}` : name))
        return (
          <p key={line.kind} title={names.join(', ')}>
            {wordsOf(t, line.kind, names)}
          </p>
        )
      })}
    </li>
  )
}

function wordsOf(t: Translate, kind: 'joined' | 'left', names: readonly string[]): string {
  return t(`room.${kind}`, { count: names.length, names: namesInWords(t, names) })
}
