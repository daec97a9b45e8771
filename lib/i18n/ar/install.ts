import type { Section } from '../message-types'

export const install = {
  offlineTitle: 'لا يوجد اتصال',
  offline: 'لا يمكن الوصول إلى Parley الآن. تحقّق من الشبكة ثم أعد المحاولة. مسوداتك محفوظة.',
  updateRegion: 'تحديث',
  update: 'يتوفر إصدار جديد من Parley.',
  refresh: 'إعادة التحميل للتحديث',
  later: 'لاحقًا',
} satisfies Section<'install'>
