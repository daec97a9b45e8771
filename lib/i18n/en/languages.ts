// Choosing the language. The languages' own names stand in lib/shared/languages.ts.
export const languages = {
  label: 'Language',
} as const
