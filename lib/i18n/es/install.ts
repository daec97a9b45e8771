import type { Section } from '../message-types'

export const install = {
  offlineTitle: 'Sin conexión',
  offline: 'Ahora no se puede llegar a Parley. Revisa tu red y vuelve a intentarlo. Tus borradores se conservan.',
  updateRegion: 'Actualización',
  update: 'Hay una versión nueva de Parley.',
  refresh: 'Recargar para actualizar',
  later: 'Más tarde',
} satisfies Section<'install'>
