// Copying things. `what` is one of the names in components/ui/use-copy.ts.
export const copy = {
  link: 'Copy link',
  code: 'Copy code',
  roomCode: 'Copy room code',
  done: 'Copied',
  said: '{what, select, link {Link copied} code {Code copied} other {Copied}}',
  denied:
    '{what, select, link {Link could not be copied. Select it and copy it yourself.} code {Code could not be copied. Select it and copy it yourself.} other {This could not be copied. Select it and copy it yourself.}}',
  byHand: '{what, select, link {Link, to copy by hand} code {Code, to copy by hand} other {Text, to copy by hand}}',
  share: 'Share',
} as const
