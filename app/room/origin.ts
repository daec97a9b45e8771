import { headers } from 'next/headers'
import { services } from '#lib/services'

/** The public origin, else the one this page was asked at, whose host the front has checked: for links and QR codes. */
export async function findOrigin(): Promise<string> {
  const { appUrl } = services().settings
  if (appUrl !== undefined) return appUrl
  const asked = await headers()
  return `${asked.get('x-forwarded-proto') ?? 'http'}://${asked.get('x-forwarded-host') ?? 'localhost'}`
}
