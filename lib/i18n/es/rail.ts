// Mis salas y chats privados, y cómo pasar de uno a otro.
import type { Section } from '../message-types'

export const rail = {
  label: 'Salas',
  show: 'Salas',
  showUnread: 'Salas, {count, plural, one {# con novedades} many {# con novedades} other {# con novedades}}',
  rooms: 'Salas',
  privates: 'Chats privados',
  another: 'Entrar en una sala o crearla',
  lobby: 'Vestíbulo',
  many: '{count, number}+',
  unread: '{count, plural, one {# mensaje sin leer} many {# mensajes sin leer} other {# mensajes sin leer}}',
  unreadMentioned:
    '{count, plural, one {# mensaje sin leer} many {# mensajes sin leer} other {# mensajes sin leer}}, te mencionan',
  switchTitle: 'Ir a una sala',
  switchLabel: 'Sala o persona',
  switchNone: 'Ninguna de tus salas se llama así. Entra en otra o crea una.',
  switchHint: 'Las flechas eligen, Intro abre.',
  here: 'Estás aquí',
} satisfies Section<'rail'>
