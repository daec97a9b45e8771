// Picking emoji and reactions.
export const emoji = {
  pick: 'Elegir un emoji',
  search: 'Buscar emojis',
  none: 'No se encontró ningún emoji.',
  loading: 'Cargando emojis',
  skinTone: 'Cambiar tono de piel',
  recent: 'Usados recientemente',
} as const
