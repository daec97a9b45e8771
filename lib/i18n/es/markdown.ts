// What a message is made of: code, and long texts that fold.
export const markdown = {
  code: 'Código',
  codeIn: 'Código en {language}',
  showAll: 'Mostrar todo',
  showLess: 'Mostrar menos',
} as const
