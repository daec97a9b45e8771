import type { Section } from '../message-types'

export const search = {
  open: 'بحث',
  label: 'الكلمات المطلوبة',
  clear: 'مسح البحث',
  hint: 'يجد الرسائل التي فيها كل الكلمات، ويكفي من الكلمة الأخيرة أولها.',
  searching: 'جارٍ البحث',
  results:
    '{count, plural, zero {لا نتائج} one {نتيجة واحدة} two {نتيجتان} few {# نتائج} many {# نتيجة} other {# نتيجة}}',
  newestResults:
    '{count, plural, zero {لا نتائج} one {أحدث نتيجة} two {أحدث نتيجتين} few {أحدث # نتائج} many {أحدث # نتيجة} other {أحدث # نتيجة}}',
  none: 'لا توجد هنا رسالة فيها كل هذه الكلمات.',
  more: 'نتائج أكثر',
  waiting: 'عمليات بحث كثيرة في وقت واحد. سيستمر هذا البحث تلقائيًا بعد لحظة.',
} satisfies Section<'search'>
