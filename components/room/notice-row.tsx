import { namesInWords } from '../plural'
import type { NoticeLine } from './merge-notices'

type Props = { lines: readonly NoticeLine[]; tags: ReadonlyMap<string, string> }

const WHAT: Record<NoticeLine['kind'], string> = { joined: 'joined', left: 'left' }

/** Who came and who went. Small, and never said aloud. */
export function NoticeRow({ lines, tags }: Props) {
  return (
    <li className="notice">
      {lines.map(({ kind, people }) => {
        const names = people.map(({ userId, name }) => (tags.has(userId) ? `${name} #${tags.get(userId)}` : name))
        return (
          <p key={kind} title={names.join(', ')}>
            {namesInWords(names)} {WHAT[kind]}
          </p>
        )
      })}
    </li>
  )
}
