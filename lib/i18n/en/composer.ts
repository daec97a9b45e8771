// Where messages are written.
export const composer = {
  form: 'Send a message',
  box: 'Message {title}',
  send: 'Send message',
  left: '{count, plural, one {# character left} other {# characters left}}',
  wait: 'Sending again in {seconds, number} s',
  save: 'Save changes',
  saved: 'Changes saved',
  editing: 'Edit message',
  stopEditing: 'Stop editing',
  replying: 'Reply to {name}',
  stopReplying: 'Stop replying',
  emoji: 'Emoji',
  suggestions: 'Suggestions',
  callsAll: 'This calls {count, plural, one {# person} other {# people}}. Press Enter again to send it.',
} as const
