import type { Section } from '../message-types'

export const languages = {
  label: 'اللغة',
} satisfies Section<'languages'>
