// The package names its types' file wrongly, so they are told here.
declare module 'unicode-confusables' {
  /** Replaces every letter by the prototype of the letters that look like it (UTS #39). */
  export function rectifyConfusion(text: string): string
}
