// The one sound there is. How loud it is, the system says.

let tone: HTMLAudioElement | undefined

/** Plays the tone. A browser that does not let a page sound before it was pressed stays silent. */
export function playTone(): void {
  tone ??= new Audio('/sounds/notice.wav')
  tone.currentTime = 0
  tone.play().catch(() => undefined)
}
