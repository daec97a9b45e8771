// Titles of pages, and what stands in for a page that cannot be shown.
export const page = {
  description: 'Send a code, they are in.',
  join: 'Join a room',
  privateChat: 'Private chat',
  notFoundTitle: 'Nothing here',
  notFound: "This room doesn't exist or was closed. Check the code, or start a room of your own.",
  wrongCodesTitle: 'Too many wrong codes',
  wrongCodes:
    'Your network has tried too many room codes. Try again in {count, plural, one {a minute} other {# minutes}}.',
} as const
