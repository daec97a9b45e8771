import type { Metadata } from 'next'
import { OfflineScreen } from '#components/install/offline-screen'
import { translator } from '../language/translator'

export async function generateMetadata(): Promise<Metadata> {
  const t = await translator()
  return { title: t('install.offlineTitle'), robots: { index: false } }
}

/** Kept by the service worker, and shown where a page cannot be reached. */
export default function OfflinePage() {
  return <OfflineScreen />
}
