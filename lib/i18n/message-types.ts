// What the compiler knows of the sentences: their keys, and what must be filled in, read from the English text.
import type { CompiledMessage } from 'icu-minify/format'
import type { en } from './en'

type English = typeof en

/** A section in another language: the same keys, no more and no fewer. */
export type Section<S extends keyof English> = Record<keyof English[S], string>

/** A whole catalogue in another language. */
export type Catalogue = { [S in keyof English]: Section<S> }

export type MessageKey = { [S in keyof English]: `${S}.${keyof English[S] & string}` }[keyof English]

/** The sentences of one language, compiled. */
export type Messages = Record<MessageKey, CompiledMessage>

export type EnglishOf<K extends MessageKey> = K extends `${infer S}.${infer N}`
  ? S extends keyof English
    ? English[S][N & keyof English[S]]
    : never
  : never

/**
 * The arguments of an ICU message as pairs of name and type. Written with ", " between the parts of an argument, as in
 * `{count, plural, one {# message} other {# messages}}`; what stands in an argument's branches is a message again.
 */
type Arguments<Text, Found = never> = Text extends `${infer Before}{${infer After}`
  ? Before extends `${infer _}}${infer Tail}`
    ? Branches<`${Tail}{${After}`, Found>
    : Argument<After, Found>
  : Text extends `${string}}${infer Tail}`
    ? Branches<Tail, Found>
    : Found

type Argument<Text, Found> = Text extends `${infer Head}}${infer Rest}`
  ? Head extends `${infer Name}, ${infer Kind}`
    ? Text extends `${Name}, plural, ${infer Options}`
      ? Branches<Options, Found | [Name, number]>
      : Text extends `${Name}, select, ${infer Options}`
        ? Branches<Options, Found | [Name, string]>
        : Arguments<Rest, Found | [Name, Kind extends `number${string}` ? number : string]>
    : Arguments<Rest, Found | [Head, string]>
  : Found

type Branches<Text, Found> = Text extends `${infer Before}{${infer After}`
  ? Before extends `${infer _}}${infer Tail}`
    ? Arguments<`${Tail}{${After}`, Found>
    : Arguments<After, Found>
  : Text extends `${string}}${infer Tail}`
    ? Arguments<Tail, Found>
    : Found

type Pairs<K extends MessageKey> = Arguments<EnglishOf<K>> extends infer Pair ? Extract<Pair, [string, unknown]> : never

/** What must be given to a message. */
export type ValuesOf<K extends MessageKey> = { [Pair in Pairs<K> as Pair[0]]: Pair[1] }

type TagNames<Text> = Text extends `${string}</${infer Name}>${infer Rest}` ? Name | TagNames<Rest> : never

/** The marked parts of a message, as in `Waiting for <b>{name}</b>`. */
export type TagsOf<K extends MessageKey> = TagNames<EnglishOf<K>>
