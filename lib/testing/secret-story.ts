// A story in which every kind of secret appears, and whatever fails, fails with one inside: for tests of what must not
// be told elsewhere.
import Sqlite from 'better-sqlite3'
import { createClientMessageId } from '../shared/ids'
import { enter, join, refusalOf } from './client'
import { postForm } from './form-post'
import type { ParleyProcess } from './process'
import { exchange } from './raw-socket'

export const METRICS_TOKEN = 'zq-metrics-token-of-the-scraper'
export const AUTH_SECRET = 'zq-auth-secret-kF3uT9-qZ8wLx2Vb7nR4'
/** A request's id that a proxy minted. */
export const REQUEST_ID = '7c1c6a3e-98a7-4f7e-9a4b-proxyminted01'

/** Words that people write and hold, by what they are. */
export const SECRET = {
  name: 'Zqname',
  newName: 'Zqrenamed',
  title: 'Zqtitle',
  body: 'Zqbody',
  edited: 'Zqedited',
  note: 'Zqnote',
  query: 'Zqquery',
  agent: 'Zqagent',
  typed: 'Zqtyped',
  cookie: 'Zqcookie',
  referrer: 'Zqreferrer',
  action: 'Zqaction',
  packet: 'Zqpacket',
  field: 'Zqfield',
  address: '203.0.113.66',
}

/** Ids, codes and keys that came into being. */
export type Found = Record<string, string>

const headers = {
  'User-Agent': `Agent ${SECRET.agent}`,
  Referer: `http://x/${SECRET.referrer}`,
  'X-Forwarded-For': SECRET.address,
}
const STOLEN = `next-auth.session-token=${SECRET.cookie}; other=${SECRET.cookie}`

/** Everything that two people do over sockets, and everything that is refused to them. */
export function talk(server: ParleyProcess): Promise<Found> {
  return server.within(async (host) => {
    const ada = await join(host, `${SECRET.name} Ada`)
    const bo = await join(host, `${SECRET.name} Bo`)
    const [first, second] = [await enter(host, ada, { headers }), await enter(host, bo, { headers })]
    const { roomId } = ada
    const keys = { roomId, clientMessageId: createClientMessageId() }
    const { id: messageId } = await first.do('message:send', { ...keys, body: `Hello ${SECRET.body}` })
    await first.do('message:edit', { roomId, messageId, body: `Hello ${SECRET.edited}` })
    await second.do('message:react', { roomId, messageId, emoji: '👍', on: true })
    await second.do('message:search', { roomId, query: `${SECRET.query} ${SECRET.body}` })
    await second.do('member:rename', { roomId, name: `${SECRET.newName} Bo` })
    const { inviteId } = await first.do('invite:send', { roomId, userId: bo.userId, note: `Psst ${SECRET.note}` })
    const { privateId } = await second.do('invite:accept', { inviteId })
    await second.do('person:silence', { userId: ada.userId, kind: 'block', on: true })

    await second.ask('message:delete', { roomId, messageId })
    await first.ask('message:send', { ...keys, body: `Another ${SECRET.body}` })
    await first.askAnything('message:send', { roomId: SECRET.field, [SECRET.field]: SECRET.body, body: 5 })
    await first.askAnything('member:rename', { roomId, name: `${SECRET.name} Bo ${SECRET.newName}`.repeat(90) })
    await first.askAnything('room:enter', { code: SECRET.field })
    await first.askAnything(`${SECRET.packet}:command`, { x: SECRET.packet })
    await first.askAnything('message:send', `${SECRET.packet}\x1b[31m\u009b31m`, SECRET.packet)
    first.close()
    second.close()
    await refusalOf(host, { cookie: STOLEN }, { headers })
    await refusalOf(host, ada, { v: SECRET.packet })
    const { userId, roomId: room, cookie, viewer } = ada
    const token = cookie.slice(cookie.indexOf('=') + 1)
    return { userId, other: bo.userId, room, token, session: viewer.sessionId, messageId, inviteId, privateId }
  })
}

/** Requests for what is not there, or not theirs, with escapes where a client may write them. */
export async function wander({ origin }: ParleyProcess, { privateId, messageId }: Found): Promise<void> {
  const places = [
    SECRET.typed,
    `room/${SECRET.typed}`,
    `private/${privateId}`,
    `join?room=${SECRET.typed}&m=${messageId}`,
  ]
  for (const place of places) {
    await fetch(`${origin}/${place}`, { headers: { ...headers, Cookie: STOLEN }, redirect: 'manual' })
  }
  for (const token of [METRICS_TOKEN, `${METRICS_TOKEN}x`]) {
    const Authorization = `Bearer ${token}`
    await fetch(`${origin}/metrics`, { headers: { ...headers, Authorization, 'X-Request-Id': REQUEST_ID } })
  }
  await exchange(origin, `GET http://${SECRET.typed}/ HTTP/1.1\r\nHost: ${SECRET.typed}\r\nConnection: close\r\n\r\n`)
  const red = Buffer.from([0x9b, 0x33, 0x31, 0x6d]).toString('latin1')
  const upgrade = [
    'GET /socket.io/?EIO=4&transport=websocket HTTP/1.1',
    'Host: localhost',
    `Origin: ${red}red`,
    `X-Forwarded-For: ${SECRET.address}`,
    'Connection: Upgrade',
    'Upgrade: websocket',
    'Sec-WebSocket-Version: 13',
    'Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==',
  ]
  await exchange(origin, Buffer.from(`${upgrade.join('\r\n')}\r\n\r\n`, 'latin1'))
}

/** Pages and actions, as a browser without JavaScript uses them, and as a hostile one does. */
export async function browse({ origin }: ParleyProcess): Promise<Found> {
  const own = { ...headers, Origin: origin }
  const fields = { way: 'create', name: `${SECRET.name} Cy`, title: SECRET.title }
  const opened = await postForm(`${origin}/join`, fields, headers)
  const code = String(opened.headers.get('location')?.split('/').at(-1))
  const cookies = opened.headers.getSetCookie().map((line) => line.split(';')[0] ?? '')
  const token = cookies.find((cookie) => cookie.includes('session-token'))?.split('=')[1] ?? ''
  const page = await fetch(`${origin}/room/${code}`, { headers: { ...headers, Cookie: cookies.join('; ') } })
  if (page.status !== 200 || token === '') throw new Error(`The room did not open: ${page.status}.`)

  const post = (body: string | FormData, more: Record<string, string>) =>
    fetch(`${origin}/join`, { method: 'POST', headers: { ...own, ...more }, body })
  await postForm(
    `${origin}/join?room=${SECRET.typed}`,
    { name: `${SECRET.name}\u202e Cy`, code: SECRET.field },
    headers,
  )
  await post(`["${SECRET.body}"]`, { 'Next-Action': SECRET.action })
  await post(`["${SECRET.body}"]`, { 'Next-Action': `"${SECRET.action} " ${SECRET.action}` })
  await post(SECRET.body, { 'Content-Type': `multipart/form-data; boundary=${SECRET.field}` })
  const form = new FormData()
  form.set(`$ACTION_ID_${SECRET.action}`, SECRET.action)
  await post(form, {})
  await fetch(`${origin}/api/auth/callback/${SECRET.typed}?x=${SECRET.typed}`, { headers: { ...own, Cookie: STOLEN } })
  return { code, ownToken: token }
}

/** A database that fails, and says with what. @returns what became of it: both commands must be refused */
export async function breakDatabase(server: ParleyProcess): Promise<{ areRefused: boolean; page: number }> {
  const database = new Sqlite(`${server.dataDir}/parley.db`)
  database.exec(`create trigger loud before insert on messages
    begin select raise(abort, 'Key (body)=(' || new.body || ') is bad'); end`)
  try {
    return await server.within(async (host) => {
      const dee = await join(host, `${SECRET.name} Dee`)
      const { roomId } = dee
      const client = await enter(host, dee, { headers })
      const lost = { roomId, clientMessageId: createClientMessageId(), body: `Hello ${SECRET.body}` }
      const sent = await client.ask('message:send', lost)
      database.exec(`drop trigger loud; alter table messages rename to "${SECRET.body}"`)
      const paged = await client.ask('message:page', { roomId, limit: 5, beforeSeq: 9 })
      const { status } = await fetch(`${server.origin}/room/lobby`, { headers: { ...headers, Cookie: dee.cookie } })
      database.exec(`alter table "${SECRET.body}" rename to messages; alter table members rename to "${SECRET.name}"`)
      await postForm(`${server.origin}/join`, { way: 'lobby', name: SECRET.newName }, headers)
      database.exec(`alter table "${SECRET.name}" rename to members`)
      client.close()
      return { areRefused: !sent.ok && !paged.ok, page: status }
    })
  } finally {
    database.close()
  }
}
