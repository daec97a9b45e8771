// Notifications, sounds and the level of each room.
export const noticing = {
  unread: '({count}) {title}',
  unreadMentioned: '(@ {count}) {title}',
  mentionedYou: '{name} mentioned you: {text}',
  mentionedIn: '{name} mentioned you in {title}',
  wroteYou: '{name} wrote to you in private',
  sent: 'Sent',
} as const
