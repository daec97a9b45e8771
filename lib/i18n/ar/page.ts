import type { Section } from '../message-types'

export const page = {
  description: 'رمز واحد يكفي للدخول.',
  join: 'دخول غرفة',
  privateChat: 'محادثة خاصة',
  notFoundTitle: 'لا شيء هنا',
  notFound: 'هذه الغرفة غير موجودة أو أُغلقت. يُرجى التحقق من الرمز أو إنشاء غرفة جديدة.',
  wrongCodesTitle: 'رموز خاطئة كثيرة',
  wrongCodes:
    'جُرّبت من شبكتك رموز غرف كثيرة. يُرجى إعادة المحاولة بعد {count, plural, zero {# دقيقة} one {دقيقة واحدة} two {دقيقتين} few {# دقائق} many {# دقيقة} other {# دقيقة}}.',
} satisfies Section<'page'>
