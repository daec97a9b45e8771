import type { Section } from '../message-types'

export const noticing = {
  unread: '({count}) {title}',
  unreadMentioned: '(@ {count}) {title}',
  mentionedYou: '{name} te ha mencionado: {text}',
  mentionedIn: '{name} te ha mencionado en {title}',
  wroteYou: '{name} te ha escrito en privado',
  sent: 'Enviado',
} satisfies Section<'noticing'>
