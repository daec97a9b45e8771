import type { Section } from '../message-types'

export const languages = {
  label: 'Idioma',
} satisfies Section<'languages'>
