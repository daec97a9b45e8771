// A wait always stands after "en" or "dentro de".
import type { Section } from '../message-types'

export const anywhere = {
  close: 'Cerrar',
  more: 'Más',
  tryAgain: 'Reintentar',
  reload: 'Recargar',
  delete: 'Eliminar',
  you: '(tú)',
  host: 'Anfitrión',
  others: '{count, plural, one {# persona más} other {# personas más}}',
  seconds: '{count, plural, one {# segundo} other {# segundos}}',
  minutes: '{count, plural, one {# minuto} other {# minutos}}',
  hours: '{count, plural, one {# hora} other {# horas}}',
  againLater: 'Vuelve a intentarlo dentro de {wait}.',
  againSoon: 'Vuelve a intentarlo en un momento.',
  tooLong: '{count, plural, one {Sobra # carácter} other {Sobran # caracteres}}. Acorta el texto para enviarlo.',
  newMessages: '{count, plural, one {# mensaje nuevo} other {# mensajes nuevos}}',
  enterCode: 'Introducir un código',
} satisfies Section<'anywhere'>
