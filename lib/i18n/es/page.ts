import type { Section } from '../message-types'

export const page = {
  description: 'Envía un código y ya están dentro.',
  join: 'Entrar en una sala',
  privateChat: 'Chat privado',
  notFoundTitle: 'Aquí no hay nada',
  notFound: 'Esta sala no existe o se ha cerrado. Revisa el código o crea tu propia sala.',
  wrongCodesTitle: 'Demasiados códigos incorrectos',
  wrongCodes:
    'Desde tu red se han probado demasiados códigos de sala. Vuelve a intentarlo dentro de {count, plural, one {un minuto} other {# minutos}}.',
} satisfies Section<'page'>
