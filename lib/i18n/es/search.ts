import type { Section } from '../message-types'

export const search = {
  open: 'Buscar',
  label: 'Palabras que buscar',
  clear: 'Borrar la búsqueda',
  hint: 'Encuentra los mensajes que tienen todas las palabras. La última puede ser solo un comienzo.',
  searching: 'Buscando',
  results: '{count, plural, one {# resultado} many {# resultados} other {# resultados}}',
  newestResults:
    '{count, plural, one {El resultado más reciente} many {Los # resultados más recientes} other {Los # resultados más recientes}}',
  none: 'Ningún mensaje de aquí tiene todas esas palabras.',
  more: 'Más resultados',
  waiting: 'Demasiadas búsquedas a la vez. Esta sigue sola en un momento.',
} satisfies Section<'search'>
