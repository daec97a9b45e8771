import type { Section } from '../message-types'

export const refusals = {
  invalid: 'No se ha podido leer. Recarga la página y vuelve a intentarlo.',
  unauthenticated: 'Tu sesión ha terminado. Entra de nuevo para continuar.',
  not_found: 'Esta sala no existe o se ha cerrado. Revisa el código y vuelve a intentarlo.',
  forbidden: 'Aquí no puedes hacer eso.',
  conflict: 'Algo ha cambiado mientras tanto. Recarga la página y vuelve a intentarlo.',
  name_taken: 'Aquí ya hay alguien con ese nombre. Elige otro.',
  name_lookalike: 'Ese nombre se parece al de alguien de aquí. Elige otro.',
  rate_limited: 'Demasiadas veces seguidas. {again}',
  too_large: 'Es demasiado largo. Acórtalo y vuelve a intentarlo.',
  retry: 'El servidor está ocupado. {again}',
  storage_full:
    'Al servidor no le queda espacio para guardarlo. Avisa a quien lo administra y vuelve a intentarlo más tarde.',
  draining: 'El servidor se está reiniciando. {again}',
  outdated: 'Hay una versión más reciente de Parley. Recarga la página para continuar.',
  full: 'Esta sala está llena. Vuelve a intentarlo más tarde.',
  closed: 'Esta sala se ha cerrado. Pide un código nuevo.',
  banned: 'No puedes entrar en esta sala. Usa otro código o ve al vestíbulo.',
  internal: 'Algo ha fallado por nuestra parte. {again}',
  offline: 'No tienes conexión. Vuelve a intentarlo cuando la recuperes.',
} satisfies Section<'refusals'>
