import { lazy, Suspense } from 'react'

const QrCode = lazy(async () => ({ default: (await import('./qr-code')).QrCode }))

/** The QR code, loaded when it is first shown. Its place is kept. */
export function LazyQrCode({ text, label }: { text: string; label: string }) {
  return (
    <Suspense fallback={<span className="size-[204px] rounded-md bg-white" />}>
      <QrCode text={text} label={label} />
    </Suspense>
  )
}
