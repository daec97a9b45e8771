// What a message is made of: code, and long texts that fold.
export const markdown = {
  code: 'Code',
  codeIn: 'Code in {language}',
  showAll: 'Show all',
  showLess: 'Show less',
} as const
