// The Arabic sentences. A section is a file in lib/i18n/ar.
import { anywhere } from './ar/anywhere'
import { composer } from './ar/composer'
import { connection } from './ar/connection'
import { copy } from './ar/copy'
import { emoji } from './ar/emoji'
import { fault } from './ar/fault'
import { install } from './ar/install'
import { join } from './ar/join'
import { languages } from './ar/languages'
import { markdown } from './ar/markdown'
import { noticing } from './ar/noticing'
import { page } from './ar/page'
import { people } from './ar/people'
import { preferences } from './ar/preferences'
import { privateChat } from './ar/private-chat'
import { rail } from './ar/rail'
import { refusals } from './ar/refusals'
import { room } from './ar/room'
import { row } from './ar/row'
import { search } from './ar/search'
import { shortcuts } from './ar/shortcuts'
import { unsent } from './ar/unsent'
import type { Catalogue } from './message-types'

export const ar = {
  anywhere,
  page,
  fault,
  copy,
  languages,
  join,
  refusals,
  unsent,
  connection,
  room,
  row,
  composer,
  people,
  privateChat,
  rail,
  search,
  preferences,
  shortcuts,
  noticing,
  install,
  emoji,
  markdown,
} satisfies Catalogue
