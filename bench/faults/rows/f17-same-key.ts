// F17: the same message sent at once by several sockets, on several nodes, and again with another text.
import { createClientMessageId } from '#lib/shared/ids'
import { type Client, enter } from '#lib/testing/client'
import { hashText } from '../../oracle/history'
import { openCrowd } from '../crowd'
import type { Row, RowContext } from '../row'
import { changeOf } from '../wire-tap'

const ROUNDS = 30

export const sameKey: Row = {
  id: 'F17',
  title: 'the same key at once over three sockets, one to five times each, and with another body',
  nodes: 2,
  stores: ['sqlite', 'postgres'],
  bus: true,
  async run(context) {
    const { random } = context
    const lab = await context.lab()
    const crowd = await openCrowd(context, lab, { members: 3, bound: true })
    const [person] = crowd.people
    if (!person) throw new Error('there is nobody')
    const edges = await Promise.all([0, 1, 2].map((at) => lab.edge(lab.nodes[at % lab.nodes.length])))
    const clients = await Promise.all(edges.map(({ origin }) => enter({ ...lab.host, origin }, person)))
    for (let round = 0; round < ROUNDS; round += 1) {
      const post = { roomId: person.roomId, clientMessageId: createClientMessageId(), body: `round ${round}` }
      const key = { key: post.clientMessageId, hash: hashText(post.body) }
      context.recorder.note({ ...by(context, person), op: 'send', ...key })
      const repeats = clients.flatMap((client) => Array.from({ length: 1 + random.below(5) }, () => client))
      const answers = await Promise.all(random.shuffle(repeats).map((client) => send(context, person, client, post)))
      const places = new Set(answers.map((answer) => JSON.stringify(answer.ok && answer.value)))
      context.expect(places.size === 1, `round ${round} was answered in ${places.size} ways`)
      const other = await send(context, person, random.pick(clients), { ...post, body: 'another text' })
      context.expect(!other.ok && other.code === 'conflict', `another body was answered ${JSON.stringify(other)}`)
    }
    for (const client of clients) client.close()
    await context.judge(lab, crowd)
  },
}

type Who = { userId: string; roomId: string }
type Post = { roomId: string; clientMessageId: string; body: string }

function by({ recorder }: RowContext, { userId, roomId }: Who) {
  return { t: recorder.now(), client: 'raw', member: userId, node: '', room: roomId }
}

async function send(context: RowContext, who: Who, client: Client, post: Post) {
  const answer = await client.ask('message:send', Object(post))
  const change = changeOf('message:send', post)
  if (!change) throw new Error('a post is a change')
  const { op: of, key, hash } = change
  if (!answer.ok) context.recorder.note({ ...by(context, who), op: 'refusal', of, key, code: answer.code })
  else context.recorder.note({ ...by(context, who), op: 'ack', of, key, hash, ...answer.value })
  return answer
}
