import type { Section } from '../message-types'

export const unsent = {
  sending: 'جارٍ الإرسال',
  failed: 'لم تُرسل. {why}',
  delayed: 'لم تُرسل بعد. {why}',
  offline: 'لا يوجد اتصال.',
  no_answer: 'لم يُجب الخادم.',
  expired: 'انتظرت أكثر من يوم.',
  rate_limited: 'أُرسلت رسائل كثيرة دفعة واحدة.',
  invalid: 'تعذّر على الخادم قراءتها.',
  not_found: 'لم تعد هذه الغرفة موجودة.',
  forbidden: 'الكتابة هنا غير متاحة لك.',
  too_large: 'الرسالة طويلة جدًا.',
  storage_full: 'لم تبقَ على الخادم مساحة.',
  retry: 'الخادم مشغول.',
  draining: 'يُعاد تشغيل الخادم.',
  internal: 'حدث خطأ من جانبنا.',
  unauthenticated: 'انتهت جلستك.',
  outdated: 'يُرجى إعادة تحميل الصفحة أولًا.',
  closed: 'أُغلقت هذه الغرفة.',
  refused: 'رفضها الخادم.',
} satisfies Section<'unsent'>
