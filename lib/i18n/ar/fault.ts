import type { Section } from '../message-types'

export const fault = {
  title: 'حدث خطأ',
  sentence: 'الخطأ من جانبنا. ما أُرسل من قبل محفوظ.',
  retry: 'إعادة المحاولة',
} satisfies Section<'fault'>
