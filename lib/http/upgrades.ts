// Who gets a WebSocket: Socket.IO, and in development Next's hot reload. Nobody else.
import type { IncomingMessage, Server } from 'node:http'
import type { Duplex } from 'node:stream'
import { SOCKET_PATH } from '../shared/protocol'

/**
 * Routes `upgrade` events. Next would add a listener of its own to whatever server it is given, and run its router for
 * every upgrade; so it is given `forNext`, which never listens, and only hot reload is passed on to it.
 */
export function routeUpgrades(server: Server, forNext: Server, isDev: boolean): void {
  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    const url = request.url ?? ''
    // Engine.IO listens on the same event and answers these itself.
    if (url.startsWith(`${SOCKET_PATH}/`)) return
    // Node has let go of the connection: without a listener a reset at this moment would end the process.
    socket.on('error', () => socket.destroy())
    if (isDev && url.startsWith('/_next/')) {
      forNext.emit('upgrade', request, socket, head)
      return
    }
    socket.end('HTTP/1.1 404 Not Found\r\nConnection: close\r\nContent-Length: 0\r\n\r\n')
  })
}
