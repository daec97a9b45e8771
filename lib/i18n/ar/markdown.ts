// What a message is made of: code, and long texts that fold.
export const markdown = {
  code: 'نص برمجي',
  codeIn: 'نص برمجي بلغة {language}',
  showAll: 'عرض الكل',
  showLess: 'عرض أقل',
} as const
