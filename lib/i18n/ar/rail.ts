// غرفي ومحادثاتي الخاصة، والتنقّل بينها.
import type { Section } from '../message-types'

export const rail = {
  label: 'الغرف',
  show: 'الغرف',
  showUnread:
    'الغرف، {count, plural, zero {لا جديد} one {غرفة فيها جديد} two {غرفتان فيهما جديد} few {# غرف فيها جديد} many {# غرفة فيها جديد} other {# غرفة فيها جديد}}',
  rooms: 'الغرف',
  privates: 'المحادثات الخاصة',
  another: 'دخول غرفة أو إنشاء غرفة',
  lobby: 'الردهة',
  many: '+{count, number}',
  unread:
    '{count, plural, zero {لا رسائل غير مقروءة} one {رسالة غير مقروءة} two {رسالتان غير مقروءتين} few {# رسائل غير مقروءة} many {# رسالة غير مقروءة} other {# رسالة غير مقروءة}}',
  unreadMentioned:
    '{count, plural, zero {لا رسائل غير مقروءة} one {رسالة غير مقروءة} two {رسالتان غير مقروءتين} few {# رسائل غير مقروءة} many {# رسالة غير مقروءة} other {# رسالة غير مقروءة}}، ذُكر اسمك فيها',
  switchTitle: 'الانتقال إلى غرفة',
  switchLabel: 'غرفة أو شخص',
  switchNone: 'لا توجد غرفة لديك بهذا الاسم. ادخل غرفة أخرى أو أنشئ واحدة.',
  switchHint: 'الأسهم للاختيار، ومفتاح الإدخال للفتح.',
  here: 'أنت هنا',
} satisfies Section<'rail'>
