import type { Section } from '../message-types'

export const unsent = {
  sending: 'Enviando',
  failed: 'No enviado. {why}',
  delayed: 'Aún no enviado. {why}',
  offline: 'No tienes conexión.',
  no_answer: 'El servidor no ha respondido.',
  expired: 'Ha esperado más de un día.',
  rate_limited: 'Has enviado muchos mensajes a la vez.',
  invalid: 'El servidor no ha podido leerlo.',
  not_found: 'Esta sala ya no existe.',
  forbidden: 'Aquí no puedes escribir.',
  too_large: 'Es demasiado largo.',
  storage_full: 'Al servidor no le queda espacio.',
  retry: 'El servidor está ocupado.',
  draining: 'El servidor se está reiniciando.',
  internal: 'Algo ha fallado por nuestra parte.',
  unauthenticated: 'Tu sesión ha terminado.',
  outdated: 'Antes, recarga la página.',
  closed: 'Esta sala se ha cerrado.',
  refused: 'El servidor lo ha rechazado.',
} satisfies Section<'unsent'>
