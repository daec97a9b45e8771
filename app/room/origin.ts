import { headers } from 'next/headers'

/** The origin this page was asked at, for links and QR codes: the front has checked the host and set both headers. */
export async function findOrigin(): Promise<string> {
  const asked = await headers()
  return `${asked.get('x-forwarded-proto') ?? 'http'}://${asked.get('x-forwarded-host') ?? 'localhost'}`
}
