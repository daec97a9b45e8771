// Words that many screens share. A wait always stands after "in" ("Try again in 4 seconds").
export const anywhere = {
  close: 'Close',
  more: 'More',
  tryAgain: 'Try again',
  reload: 'Reload',
  delete: 'Delete',
  you: '(you)',
  host: 'Host',
  others: '{count, plural, one {# other} other {# others}}',
  seconds: '{count, plural, one {# second} other {# seconds}}',
  minutes: '{count, plural, one {# minute} other {# minutes}}',
  hours: '{count, plural, one {# hour} other {# hours}}',
  againLater: 'Try again in {wait}.',
  againSoon: 'Try again in a moment.',
  tooLong: '{count, plural, one {# character} other {# characters}} too long. Shorten it to send it.',
  newMessages: '{count, plural, one {# new message} other {# new messages}}',
  enterCode: 'Enter a code',
} as const
