// What handlers and wake listeners work with.
import type { Services } from '../services'
import type { Follower } from './follow'
import type { Lines } from './line'
import type { Lookups } from './lookups'
import type { Notes } from './notes'
import type { Presence } from './presence'
import type { ParleyServer } from './sockets'
import type { Standing } from './standing'
import type { Typing } from './typing'

export type Context = {
  io: ParleyServer
  services: Services
  lines: Lines
  lookups: Lookups
  notes: Notes
  presence: Presence
  typing: Typing
  standing: Standing
  follower: Follower
}
