// The front door: what every request passes before Next sees it.
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http'
import type { Settings } from '../env'
import { ADDRESS_HEADER, addressOf } from './client-address'
import type { OriginRule } from './origin-rule'
import { REQUEST_ID_HEADER, requestIdOf } from './request-id'
import type { RequestLog } from './request-log'
import { secure } from './security-headers'
import { createServiceWorker, SERVICE_WORKER_PATH } from './service-worker'

type Parts = {
  settings: Pick<Settings, 'isDev' | 'appUrl' | 'realtimeUrl' | 'trustProxy'>
  rule: OriginRule
  /** Answers `/healthz` and `/readyz`. */
  health: RequestListener
  /** Answers `/metrics`. */
  metrics: RequestListener
  /** Told of every request. */
  requestLog: RequestLog
  pages: RequestListener
}

/** Headers that only proxies and Next itself may set: from outside they have been used to slip past checks. */
const NEVER_FROM_OUTSIDE = /^x-(forwarded|middleware|invoke)-|^x-nextjs-data$/

export function createFront({ settings, rule, health, metrics, requestLog, pages }: Parts): RequestListener {
  const serviceWorker = createServiceWorker()
  return (request, response) => {
    const url = request.url ?? ''
    const [path = ''] = url.split('?', 1)
    const requestId = requestIdOf(request, settings.trustProxy)
    response.setHeader(REQUEST_ID_HEADER, requestId)
    requestLog(request, response, { requestId, path })
    secure(request, response, settings)
    // `GET http://elsewhere/` asks for a proxy, and there is none.
    if (!url.startsWith('/')) return refuse(response, 400, 'Ask for a path of this server.')
    if (path === '/healthz' || path === '/readyz') return health(request, response)
    // Scrapers come by an inner address too. Whoever does not hold the token learns nothing.
    if (path === '/metrics') return metrics(request, response)
    if (!rule.isOwnHost(request.headers.host)) return refuse(response, 421, rule.advice)
    if (path === SERVICE_WORKER_PATH) return serviceWorker(request, response)
    if (path === '/_next/image') return refuse(response, 404, 'Not found.')
    admit(request, settings)
    request.headers[REQUEST_ID_HEADER] = requestId
    pages(request, response)
  }
}

/** Rewrites what a client could have made up into what is known. */
function admit(request: IncomingMessage, { appUrl, trustProxy }: Parts['settings']): void {
  const address = addressOf(request, trustProxy)
  for (const name of Object.keys(request.headers)) {
    if (NEVER_FROM_OUTSIDE.test(name)) delete request.headers[name]
  }
  request.headers[ADDRESS_HEADER] = address
  // Server actions compare Origin with these, and next-auth builds its addresses from them.
  request.headers['x-forwarded-host'] = appUrl === undefined ? request.headers.host : new URL(appUrl).host
  request.headers['x-forwarded-proto'] = appUrl?.startsWith('https:') ? 'https' : 'http'
}

function refuse(response: ServerResponse, status: number, sentence: string): void {
  response.writeHead(status, {
    'Content-Type': 'text/plain; charset=utf-8',
    'Cache-Control': 'no-store',
  })
  response.end(`${sentence}\n`)
}
