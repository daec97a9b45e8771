import type { Section } from '../message-types'

export const copy = {
  link: 'نسخ الرابط',
  code: 'نسخ الرمز',
  roomCode: 'نسخ رمز الغرفة',
  done: 'تم النسخ',
  said: '{what, select, link {تم نسخ الرابط} code {تم نسخ الرمز} other {تم النسخ}}',
  denied:
    '{what, select, link {تعذّر نسخ الرابط. يمكن تحديده ونسخه يدويًا.} code {تعذّر نسخ الرمز. يمكن تحديده ونسخه يدويًا.} other {تعذّر النسخ. يمكن تحديد النص ونسخه يدويًا.}}',
  byHand: '{what, select, link {الرابط، للنسخ اليدوي} code {الرمز، للنسخ اليدوي} other {النص، للنسخ اليدوي}}',
  share: 'مشاركة',
} satisfies Section<'copy'>
