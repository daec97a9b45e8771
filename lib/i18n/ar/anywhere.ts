// A wait always stands after "بعد", and so in the genitive.
import type { Section } from '../message-types'

export const anywhere = {
  close: 'إغلاق',
  more: 'المزيد',
  tryAgain: 'إعادة المحاولة',
  reload: 'إعادة التحميل',
  delete: 'حذف',
  you: '(أنت)',
  host: 'المضيف',
  others:
    '{count, plural, zero {لا أحد غيرهم} one {شخص آخر} two {شخصان آخران} few {# آخرون} many {# شخصًا آخر} other {# شخص آخر}}',
  seconds:
    '{count, plural, zero {# ثانية} one {ثانية واحدة} two {ثانيتين} few {# ثوانٍ} many {# ثانية} other {# ثانية}}',
  minutes:
    '{count, plural, zero {# دقيقة} one {دقيقة واحدة} two {دقيقتين} few {# دقائق} many {# دقيقة} other {# دقيقة}}',
  hours: '{count, plural, zero {# ساعة} one {ساعة واحدة} two {ساعتين} few {# ساعات} many {# ساعة} other {# ساعة}}',
  againLater: 'يُرجى إعادة المحاولة بعد {wait}.',
  againSoon: 'يُرجى إعادة المحاولة بعد قليل.',
  tooLong:
    'النص أطول من الحد {count, plural, zero {بـ # حرف} one {بحرف واحد} two {بحرفين} few {بـ # أحرف} many {بـ # حرفًا} other {بـ # حرف}}. يُرجى تقصيره لإرساله.',
  newMessages:
    '{count, plural, zero {لا رسائل جديدة} one {رسالة جديدة} two {رسالتان جديدتان} few {# رسائل جديدة} many {# رسالة جديدة} other {# رسالة جديدة}}',
  enterCode: 'إدخال رمز',
} satisfies Section<'anywhere'>
