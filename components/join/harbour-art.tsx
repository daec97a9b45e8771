/** Rings on still water: the picture above the tear line. Drawn in the primary's tones; the lamp is kept for news. */
export function HarbourArt() {
  return (
    <svg viewBox="0 0 308 204" className="harbour-art" role="presentation">
      <circle cx="154" cy="102" r="92" />
      <circle cx="154" cy="102" r="70" />
      <circle cx="154" cy="102" r="48" />
      <path d="M118 74h54a11 11 0 0 0 22 0h2a12 12 0 0 1 12 12v32a12 12 0 0 1-12 12h-2a11 11 0 0 0-22 0h-54a12 12 0 0 1-12-12V86a12 12 0 0 1 12-12Z" />
      <path className="harbour-line" d="M124 96h34M124 108h22M183 92v.01M183 102v.01M183 112v.01" />
    </svg>
  )
}
