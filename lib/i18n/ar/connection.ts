import type { Section } from '../message-types'

export const connection = {
  reconnecting: 'جارٍ إعادة الاتصال',
  offline: 'لا يوجد اتصال. ستُرسل الرسائل عند عودته.',
  back: 'عاد الاتصال',
  saidLost: 'انقطع الاتصال، جارٍ إعادة المحاولة',
  saidBack: 'تم الاتصال',
  unauthenticated: 'انتهت جلستك. يُرجى إعادة تحميل الصفحة للدخول من جديد.',
  crowded: 'النوافذ المفتوحة من هنا كثيرة. يُرجى إغلاق بعضها ثم إعادة تحميل الصفحة.',
  forbidden: 'لا يُسمح لهذا العنوان بالتواصل مع الخادم. يُرجى فتح Parley من عنوانه ثم إعادة تحميل الصفحة.',
  storageFull: 'قرص الخادم ممتلئ. رسائلك محفوظة هنا وستُرسل عند توفّر مساحة من جديد.',
  orReload: '{sentence} ويمكن أيضًا إعادة تحميل الصفحة.',
} satisfies Section<'connection'>
