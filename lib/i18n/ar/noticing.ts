import type { Section } from '../message-types'

export const noticing = {
  unread: '({count}) {title}',
  unreadMentioned: '(@ {count}) {title}',
  mentionedYou: 'إشارة إليك من {name}: {text}',
  mentionedIn: 'إشارة إليك من {name} في {title}',
  wroteYou: 'رسالة خاصة إليك من {name}',
  sent: 'أُرسلت',
} satisfies Section<'noticing'>
