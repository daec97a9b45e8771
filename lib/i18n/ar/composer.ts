import type { Section } from '../message-types'

export const composer = {
  form: 'إرسال رسالة',
  box: 'رسالة إلى {title}',
  send: 'إرسال الرسالة',
  left: '{count, plural, zero {لم يبقَ أي حرف} one {بقي حرف واحد} two {بقي حرفان} few {بقيت # أحرف} many {بقي # حرفًا} other {بقي # حرف}}',
  wait: 'يُستأنف الإرسال بعد {seconds, number} ث',
  save: 'حفظ التعديلات',
  saved: 'حُفظت التعديلات',
  editing: 'تعديل الرسالة',
  stopEditing: 'إيقاف التعديل',
  replying: 'رد على {name}',
  stopReplying: 'إلغاء الرد',
  emoji: 'الرموز التعبيرية',
  suggestions: 'اقتراحات',
  callsAll:
    'هذا ينبّه {count, plural, zero {لا أحد} one {شخصًا واحدًا} two {شخصين} few {# أشخاص} many {# شخصًا} other {# شخص}}. اضغط مفتاح الإدخال مرة أخرى للإرسال.',
} satisfies Section<'composer'>
