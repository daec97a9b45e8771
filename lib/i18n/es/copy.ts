import type { Section } from '../message-types'

export const copy = {
  link: 'Copiar enlace',
  code: 'Copiar código',
  roomCode: 'Copiar el código de la sala',
  done: 'Copiado',
  said: '{what, select, link {Enlace copiado} code {Código copiado} other {Copiado}}',
  denied:
    '{what, select, link {No se ha podido copiar el enlace. Selecciónalo y cópialo.} code {No se ha podido copiar el código. Selecciónalo y cópialo.} other {No se ha podido copiar. Selecciónalo y cópialo.}}',
  byHand:
    '{what, select, link {Enlace, para copiar a mano} code {Código, para copiar a mano} other {Texto, para copiar a mano}}',
  share: 'Compartir',
} satisfies Section<'copy'>
