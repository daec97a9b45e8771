import type { Section } from '../message-types'

export const fault = {
  title: 'Algo ha fallado',
  sentence: 'El fallo es nuestro. Lo que ya habías enviado se conserva.',
  retry: 'Reintentar',
} satisfies Section<'fault'>
