import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { create, enter, join } from '../testing/client'
import { describeOnNodes, type Nodes, startNodes } from '../testing/nodes'
import { say } from '../testing/story'

describeOnNodes('two nodes', ({ url }) => {
  let cluster: Nodes
  beforeAll(async () => {
    cluster = await startNodes({ redisUrls: [url, url] })
  })
  afterAll(() => cluster.close())

  describe('the log', () => {
    test('a message that is posted on one is heard on the other', async () => {
      const [here, there] = cluster.nodes
      const ada = await create(here, 'Ada')
      const bo = await join(there, 'Bo', ada.code)
      const [one, other] = [await enter(here, ada), await enter(there, bo)]
      const id = await say(one, ada.roomId, 'across')
      const told = await other.hears('room:advanced', ({ messages }) => messages.some((message) => message.id === id))
      expect(told.messages).toMatchObject([{ body: 'across' }])
      for (const client of [one, other]) client.close()
    })
  })
})
