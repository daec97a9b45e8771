// My rooms and private chats, and switching between them.
export const rail = {
  label: 'Rooms',
  show: 'Rooms',
  showUnread: 'Rooms, {count, plural, one {# with news} other {# with news}}',
  rooms: 'Rooms',
  privates: 'Private chats',
  another: 'Join or create a room',
  lobby: 'Lobby',
  many: '{count, number}+',
  unread: '{count, plural, one {# unread message} other {# unread messages}}',
  unreadMentioned: '{count, plural, one {# unread message} other {# unread messages}}, you are mentioned',
  switchTitle: 'Go to a room',
  switchLabel: 'Room or person',
  switchNone: 'No room of yours has that name. Join or create one.',
  switchHint: 'Arrow keys choose, Enter opens.',
  here: 'You are here',
} as const
