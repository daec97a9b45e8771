import type { Section } from '../message-types'

export const composer = {
  form: 'Enviar un mensaje',
  box: 'Mensaje para {title}',
  send: 'Enviar mensaje',
  left: '{count, plural, one {Queda # carácter} other {Quedan # caracteres}}',
  wait: 'Se reanuda el envío en {seconds, number} s',
  save: 'Guardar los cambios',
  saved: 'Cambios guardados',
  editing: 'Editar el mensaje',
  stopEditing: 'Dejar de editar',
  replying: 'Respuesta a {name}',
  stopReplying: 'Dejar de responder',
  emoji: 'Emojis',
  suggestions: 'Sugerencias',
  callsAll:
    'Esto avisa a {count, plural, one {# persona} many {# personas} other {# personas}}. Pulsa Intro otra vez para enviarlo.',
} satisfies Section<'composer'>
