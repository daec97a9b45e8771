import { encode } from 'uqr'

/** Light modules around the code, as readers need them. */
const QUIET_ZONE = 4

/** Draws each run of dark modules in a row as one rectangle. */
function pathOf(modules: boolean[][]): string {
  let path = ''
  modules.forEach((row, y) => {
    for (let x = 0; x < row.length; x += 1) {
      if (!row[x]) continue
      const start = x
      while (row[x]) x += 1
      path += `M${start} ${y}h${x - start}v1h${start - x}z`
    }
  })
  return path
}

/** A QR code of `text`: dark on white in both themes, at least 200 px wide. [E62] */
export function QrCode({ text, label }: { text: string; label: string }) {
  const { data, size } = encode(text, { ecc: 'M', border: QUIET_ZONE })
  return (
    <svg
      viewBox={`0 0 ${size} ${size}`}
      role="img"
      aria-label={label}
      shapeRendering="crispEdges"
      className="qr-code size-[204px] rounded-md"
    >
      <rect width={size} height={size} fill="#ffffff" />
      <path d={pathOf(data)} fill="#12232b" />
    </svg>
  )
}
