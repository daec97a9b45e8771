// Picking emoji and reactions.
export const emoji = {
  pick: 'اختيار رمز تعبيري',
  search: 'البحث عن رمز تعبيري',
  none: 'لم يُعثر على أي رمز تعبيري.',
  loading: 'جارٍ تحميل الرموز التعبيرية',
  skinTone: 'تغيير لون البشرة',
  recent: 'المستخدمة مؤخرًا',
} as const
