// What a person sees in the terminal when the server is up.
import { renderUnicodeCompact } from 'uqr'
import { lanAddresses } from './origin-rule'

type Facts = {
  version: string
  readyInMs: number
  port: number
  host: string
  appUrl: string | undefined
  dataDir: string
  database: 'sqlite' | 'postgres'
  showsQr: boolean
}

/** The start banner, with a QR code of the address a phone can open. */
export function banner(facts: Facts): string {
  const isLanOpen = !['localhost', '127.0.0.1', '::1'].includes(facts.host)
  const lan = isLanOpen ? lanAddresses().map((address) => `http://${address}:${facts.port}`) : []
  const phone = facts.appUrl ?? lan[0]
  const database =
    facts.database === 'sqlite' ? `SQLite, one file in ${facts.dataDir}` : `Postgres; secrets in ${facts.dataDir}`
  const rows = [
    ['Local', `http://localhost:${facts.port}`],
    ...lan.map((address) => ['Network', address]),
    ...(facts.appUrl === undefined ? [] : [['Public', facts.appUrl]]),
    ['Data', database],
  ]
  const lines = rows.map(([label = '', value = '']) => `  ${label.padEnd(9)} ${value}`)
  const code =
    facts.showsQr && phone !== undefined
      ? ['', renderUnicodeCompact(phone, { border: 2 }), '  Scan to open on your phone']
      : []
  return ['', `  Parley ${facts.version}   ready in ${facts.readyInMs} ms`, ...lines, ...code, ''].join('\n')
}
