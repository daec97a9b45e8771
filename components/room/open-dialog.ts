import type { MessageId, UserId } from '#lib/shared/ids'

/** What lies over the room; one at a time. */
export type OpenDialog =
  | { kind: 'share' }
  | { kind: 'people' }
  | { kind: 'tray' }
  | { kind: 'person'; userId: UserId; isFromSheet: boolean }
  /** My rooms, on the phone. */
  | { kind: 'rooms' }
  /** The switcher: a room by its name. */
  | { kind: 'switch' }
  /** Search, on the phone. */
  | { kind: 'search' }
  | { kind: 'preferences' }
  | { kind: 'shortcuts' }
  /** Taking another name in this room. */
  | { kind: 'rename' }
  /** The question before a private chat's messages are destroyed. */
  | { kind: 'burn' }
  /** What can be done with a message, as a sheet for fingers. */
  | { kind: 'message'; messageId: MessageId }
  /** The whole picker of emoji for a reaction. */
  | { kind: 'react'; messageId: MessageId }
  /** The whole picker of emoji for the message box. */
  | { kind: 'emoji' }
