// Finding messages.
export const search = {
  open: 'Search',
  label: 'Words to find',
  clear: 'Clear the search',
  hint: 'Finds messages that have all the words. The last one may be a beginning.',
  searching: 'Searching',
  results: '{count, plural, one {# result} other {# results}}',
  newestResults: '{count, plural, one {The newest result} other {The newest # results}}',
  none: 'No message here has all of these words.',
  more: 'More results',
  waiting: 'Too many searches at once. This one goes on by itself in a moment.',
} as const
