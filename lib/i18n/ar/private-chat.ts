import type { Section } from '../message-types'

export const privateChat = {
  lead: 'لن يظهر سوى اسمك وهذا السطر، ولا يحدث شيء آخر قبل القبول.',
  note: 'سطر يرافق الدعوة (اختياري)',
  noteMost: 'حتى {most, number} حرفًا.',
  send: 'دعوة إلى محادثة خاصة',
  sent: 'أُرسلت الدعوة إلى {name}',
  waiting: 'أُرسلت الدعوة. بانتظار <b>{name}</b>.',
  withdraw: 'سحب',
  withdrawn: 'سُحبت الدعوة',
  invites: 'الدعوات',
  none: 'لا توجد دعوات مفتوحة. لإرسال دعوة، يُرجى الضغط على اسم في قائمة الأشخاص.',
  received: 'دعوة من <b>{name}</b> إلى محادثة خاصة',
  receivedSaid: 'دعوة من {name} إلى محادثة خاصة',
  accept: 'قبول',
  decline: 'رفض',
  later: 'لاحقًا',
  gone: 'لم تعد هذه الدعوة مفتوحة.',

  againTomorrow: 'سبق أن دعوت {name}. يمكن إرسال دعوة أخرى غدًا.',
  againLater: 'سبق أن دعوت {name}. يمكن إرسال دعوة أخرى بعد {wait}.',
  tooMany: 'أُرسلت دعوات كثيرة. {again}',
  notHere: '{name}: لم يعد موجودًا هنا.',
  forbidden: 'لا يمكنك دعوة {name} إلى محادثة خاصة.',
  full: 'لدى {name} دعوات كثيرة معلّقة. يُرجى إعادة المحاولة لاحقًا.',
  expires: 'تنتهي بعد {wait}',
  showPeople: 'عرض الأشخاص',
  burnAsk:
    'تُتلف كل رسائل هذه المحادثة الخاصة، عندك وعند <b>{name}</b>. لا يمكن التراجع عن ذلك. تبقى المحادثة مفتوحة، ويظهر فيها أنك من فعل ذلك.',
  burnDo: 'حرق كل الرسائل',
  burnKeep: 'الاحتفاظ بها',
  burned:
    '{count, plural, zero {لم يحرق {name} أي رسالة} one {حرق {name} رسالة واحدة} two {حرق {name} رسالتين} few {حرق {name} # رسائل} many {حرق {name} # رسالة} other {حرق {name} # رسالة}}',
  burnedByYou:
    '{count, plural, zero {لم تُحرق أي رسالة} one {لقد أحرقت رسالة واحدة} two {لقد أحرقت رسالتين} few {لقد أحرقت # رسائل} many {لقد أحرقت # رسالة} other {لقد أحرقت # رسالة}}',
} satisfies Section<'privateChat'>
