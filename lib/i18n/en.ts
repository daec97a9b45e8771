// The English sentences, from which the keys and their values are typed. A section is a file in lib/i18n/en.
import { anywhere } from './en/anywhere'
import { composer } from './en/composer'
import { connection } from './en/connection'
import { copy } from './en/copy'
import { emoji } from './en/emoji'
import { fault } from './en/fault'
import { install } from './en/install'
import { join } from './en/join'
import { languages } from './en/languages'
import { markdown } from './en/markdown'
import { noticing } from './en/noticing'
import { page } from './en/page'
import { people } from './en/people'
import { preferences } from './en/preferences'
import { privateChat } from './en/private-chat'
import { rail } from './en/rail'
import { refusals } from './en/refusals'
import { room } from './en/room'
import { row } from './en/row'
import { search } from './en/search'
import { shortcuts } from './en/shortcuts'
import { unsent } from './en/unsent'

export const en = {
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
}
