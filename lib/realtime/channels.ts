// Socket.IO's rooms, which the house calls channels. No other file builds their names.
import type { RoomId, SessionId, UserId } from '../shared/ids'

/** Every socket that watches a room. */
export const roomChannel = (id: RoomId): string => `room/${id}`
export const isRoomChannel = (channel: string): boolean => channel.startsWith('room/')
/** Every socket of every member of a room, watching or not. */
export const memberChannel = (id: RoomId): string => `member/${id}`
export const roomOfMemberChannel = (channel: string): RoomId | undefined =>
  channel.startsWith('member/') ? (channel.slice('member/'.length) as RoomId) : undefined
export const isOfRoom = (channel: string): boolean =>
  isRoomChannel(channel) || roomOfMemberChannel(channel) !== undefined
/** Every socket of a person. */
export const userChannel = (id: UserId): string => `user/${id}`
/** Every socket of one session. */
export const sessionChannel = (id: SessionId): string => `session/${id}`
