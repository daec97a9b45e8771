// The Spanish sentences. A section is a file in lib/i18n/es.
import { anywhere } from './es/anywhere'
import { composer } from './es/composer'
import { connection } from './es/connection'
import { copy } from './es/copy'
import { emoji } from './es/emoji'
import { fault } from './es/fault'
import { install } from './es/install'
import { join } from './es/join'
import { languages } from './es/languages'
import { markdown } from './es/markdown'
import { noticing } from './es/noticing'
import { page } from './es/page'
import { people } from './es/people'
import { preferences } from './es/preferences'
import { privateChat } from './es/private-chat'
import { rail } from './es/rail'
import { refusals } from './es/refusals'
import { room } from './es/room'
import { row } from './es/row'
import { search } from './es/search'
import { shortcuts } from './es/shortcuts'
import { unsent } from './es/unsent'
import type { Catalogue } from './message-types'

export const es = {
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
