// Picking emoji and reactions.
export const emoji = {
  pick: 'Pick an emoji',
  search: 'Search emoji',
  none: 'No emoji found.',
  loading: 'Loading emoji',
  skinTone: 'Change skin tone',
  recent: 'Recently used',
} as const
