import type { Section } from '../message-types'

export const row = {
  deleted: 'رسالة محذوفة',
  edited: '(مُعدّلة)',
  said: '{author}: {text}',
  inReplyTo: 'ردًا على {author}: {text}',
  inReplyToDeleted: 'ردًا على {author}: رسالة محذوفة',
  reaction:
    '{emoji} من {count, plural, zero {لا أحد} one {شخص واحد} two {شخصين} few {# أشخاص} many {# شخصًا} other {# شخص}}',
  actions: 'ما يمكن فعله بهذه الرسالة',
  react: 'تفاعل',
  reactWith: 'تفاعل بـ {emoji}',
  reactOther: 'تفاعل برمز آخر',
  sheet: 'رسالة من {author}',
  reactions: 'التفاعلات',
  reply: 'رد',
  more: 'إجراءات أخرى',
  edit: 'تعديل',
  copyText: 'نسخ النص',
  you: 'أنت',
  earlier: 'رسالة سابقة',
  blocked: 'رسالة من شخص محظور لديك',
  showBlocked: 'إظهار',
  inReplyToUnknown: 'ردًا على: {what}',
  notSaved: 'لم يُحفظ التعديل. {why}',
  notDeleted: 'لم تُحذف رسالتك. {why}',
  notReacted: 'لم يُحفظ تفاعلك {emoji}. {why}',
  discard: 'تجاهل',
  undoable:
    '{count, plural, zero {لم تُحذف رسائل} one {حُذفت الرسالة} two {حُذفت رسالتان} few {حُذفت # رسائل} many {حُذفت # رسالة} other {حُذفت # رسالة}}',
  undo: 'تراجع',
  restored:
    '{count, plural, zero {لم تعد أي رسالة} one {عادت رسالتك} two {عادت رسالتان} few {عادت # رسائل} many {عادت # رسالة} other {عادت # رسالة}}',
} satisfies Section<'row'>
