// What a message is made of once its markup is read. Plain data, so that it can be kept and drawn again.

export type MarkdownInline =
  | string
  | { kind: 'strong' | 'em' | 'del'; children: MarkdownInline[] }
  | { kind: 'code'; text: string }
  /** `host` is where the link really leads, set when its text does not say so. */
  | { kind: 'link'; href: string; host?: string; children: MarkdownInline[] }

export type MarkdownBlock =
  | { kind: 'text'; children: MarkdownInline[] }
  | { kind: 'quote'; children: MarkdownBlock[] }
  | { kind: 'code'; language: string; text: string }
  | { kind: 'bullets'; items: MarkdownBlock[][] }
  /** Each item carries the number that was typed. */
  | { kind: 'numbers'; items: { number: number; children: MarkdownBlock[] }[] }
