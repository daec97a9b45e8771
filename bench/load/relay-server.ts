// The bare relay that every number stands beside: Socket.IO over WebSocket that passes on what it is sent, and does
// nothing else. No storage, no sessions, no checks, no answers.
import { createServer } from 'node:http'
import { Server } from 'socket.io'
import { SOCKET_PATH } from '#lib/shared/protocol'
import { answerProbe } from './server-probe'

const server = createServer((_, response) => response.writeHead(404).end())
const io = new Server(server, {
  path: SOCKET_PATH,
  serveClient: false,
  transports: ['websocket'],
  perMessageDeflate: false,
})
io.on('connection', (socket) => {
  socket.on('join', (roomId: string) => void socket.join(roomId))
  socket.on('message', (message: { roomId: string }) => void io.to(message.roomId).emit('message', message))
})
answerProbe(() => 0)
server.listen(Number(process.env.PORT), '127.0.0.1', 4_096)
