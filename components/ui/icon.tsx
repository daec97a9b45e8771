/** Drawn on 24 by 24, in lines. */
const PATHS = {
  'arrow-down': 'M12 5v14M6 13l6 6 6-6',
  'arrow-left': 'M19 12H5M11 6l-6 6 6 6',
  'arrow-up': 'M12 19V6M6 11l6-6 6 6',
  check: 'm5 12.5 4.5 4.5L19 7',
  clock: 'M12 3.5a8.5 8.5 0 1 0 0 17 8.5 8.5 0 0 0 0-17M12 7.5V12l3 2',
  close: 'm6 6 12 12M18 6 6 18',
  copy: 'M11.5 9h6A2.5 2.5 0 0 1 20 11.5v6a2.5 2.5 0 0 1-2.5 2.5h-6A2.5 2.5 0 0 1 9 17.5v-6A2.5 2.5 0 0 1 11.5 9ZM5 15V6a2 2 0 0 1 2-2h8',
  inbox:
    'M4 13h4l1.5 3h5l1.5-3h4M4 13v4a2 2 0 0 0 2 2h12a2 2 0 0 0 2-2v-4l-2.5-6.7A2 2 0 0 0 15.6 5H8.4a2 2 0 0 0-1.9 1.3L4 13Z',
  edit: 'M4 20h4L19 9a2.8 2.8 0 0 0-4-4L4 16v4ZM13.5 6.5l4 4',
  'arrow-right': 'M5 12h14M13 6l6 6-6 6',
  flame:
    'M12 21c3.6 0 6-2.4 6-5.8 0-3-2-4.6-3-6.2-.8 1-1.2 1.6-2 2C13 8 11.5 5 9.5 3.5c.2 3-3.5 6-3.5 11C6 18.6 8.4 21 12 21Z',
  link: 'M10 14a4 4 0 0 0 5.7 0l3-3A4 4 0 0 0 13 5.3l-1 1M14 10a4 4 0 0 0-5.7 0l-3 3A4 4 0 0 0 11 18.7l1-1',
  mute: 'M5 9.5v5h3l4.5 4v-13L8 9.5H5ZM16.5 10l4 4M20.5 10l-4 4',
  rooms: 'M4 6.5h16M4 12h16M4 17.5h10',
  search: 'M10.8 4.5a6.3 6.3 0 1 0 0 12.6 6.3 6.3 0 0 0 0-12.6M15.5 15.5 20 20',
  smile: 'M12 3.5a8.5 8.5 0 1 0 0 17 8.5 8.5 0 0 0 0-17M9 10h.01M15 10h.01M8.5 14c.8 1.2 2 2 3.5 2s2.7-.8 3.5-2',
  trash: 'M5 7h14M10 7V5h4v2M7 7l1 12.5h8L17 7M10.5 11v5M13.5 11v5',
  more: 'M5.5 12h.01M12 12h.01M18.5 12h.01',
  people:
    'M9 4.5a3.5 3.5 0 1 0 0 7 3.5 3.5 0 0 0 0-7M3 20c0-3.3 2.7-5.5 6-5.5s6 2.2 6 5.5M16 5a3.5 3.5 0 0 1 0 6.5M21 20c0-2.5-1.3-4.3-3.3-5.1',
  plus: 'M12 5v14M5 12h14',
  reply: 'M9 14 4 9l5-5M4 9h9a7 7 0 0 1 7 7v3',
  share: 'M12 15V4M8 7.5 12 3.5l4 4M6 11H5v9h14v-9h-1',
} as const

export type IconName = keyof typeof PATHS

/** A sign. Decoration: what it stands on has the words. `data-mirrored` where it points along the line of text. */
export function Icon({ name }: { name: IconName }) {
  const isMirrored = name === 'arrow-left' || name === 'reply'
  return (
    <svg
      viewBox="0 0 24 24"
      className="icon"
      data-mirrored={isMirrored ? '' : undefined}
      data-name={name}
      aria-hidden="true"
    >
      <path d={PATHS[name]} />
    </svg>
  )
}
