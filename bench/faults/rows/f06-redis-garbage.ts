// F6: somebody else writes into Redis: unknown fields, missing data, forged rooms, wrong types.
import { setTimeout as delay } from 'node:timers/promises'
import { createId } from '#lib/shared/ids'
import type { Random } from '#lib/testing/random'
import { openCrowd } from '../crowd'
import { expectDelivery } from '../expect-delivery'
import type { LabBus } from '../lab-bus'
import type { Row } from '../row'

const ENTRIES = 200

export const redisGarbage: Row = {
  id: 'F6',
  title: 'garbage in Redis: unknown fields, missing data, forged room ids, wrong types, other keys',
  nodes: 2,
  stores: ['postgres'],
  bus: true,
  async run(context) {
    const { random, recorder } = context
    const lab = await context.lab()
    const { bus } = lab
    if (!bus) throw new Error('there is no Redis')
    const crowd = await openCrowd(context, lab, { rooms: 2, members: 4, bound: true })
    const stop = crowd.chat(60)
    await delay(500)
    const from = recorder.now()
    const streams = await streamsOf(bus)
    context.expect(streams.length > 0, 'there is no stream to write into')
    for (const stream of streams) {
      const real = await fieldsOf(bus, stream)
      for (let at = 0; at < ENTRIES; at += 1) {
        await bus.write('XADD', stream, '*', ...garbage(random, real, crowd.rooms))
        if (random.chance(10)) await bus.write('PUBLISH', stream, 'noise')
      }
    }
    const to = recorder.now()
    await delay(500)
    stop()
    await context.judge(lab, crowd)
    expectDelivery(context, { from, to })
  },
}

/** The streams that nodes write to, whatever they are called. */
async function streamsOf(bus: LabBus): Promise<string[]> {
  const keys = asTexts(await bus.write('KEYS', '*'))
  const typed = await Promise.all(keys.map(async (key) => ({ key, type: await bus.write('TYPE', key) })))
  return typed.flatMap(({ key, type }) => (type === 'stream' ? [key] : []))
}

/** The fields of a few entries that nodes wrote. */
async function fieldsOf(bus: LabBus, stream: string): Promise<string[][]> {
  const entries: unknown = await bus.write('XREVRANGE', stream, '+', '-', 'COUNT', '20')
  return (Array.isArray(entries) ? entries : []).map((entry: unknown) =>
    Array.isArray(entry) ? asTexts(entry[1]) : [],
  )
}

function garbage(random: Random, real: readonly string[][], rooms: readonly string[]): string[] {
  const fields = real.length > 0 ? random.pick(real) : ['kind', 'room']
  const spoil: ((text: string) => string)[] = [
    () => 'null',
    () => '{"__proto__":{"x":1}}',
    () => '1e999',
    () => '',
    () => '"'.repeat(100),
    () => `{"kind":"advanced","roomId":"${createId()}","since":0,"rev":999999999}`,
    () => `{"kind":"advanced","roomId":"${random.pick(rooms)}","since":-1,"rev":2147483647}`,
    () => `{"kind":"membership","roomId":"${random.pick(rooms)}","userId":"${createId()}"}`,
    () => `[${'['.repeat(1_000)}`,
    (text) => text.replaceAll(/\d/g, '9'),
    (text) => text.slice(0, random.below(text.length + 1)),
    (text) => text.replaceAll(/"[A-Za-z0-9_-]{22}"/g, `"${createId()}"`),
    () => 'x'.repeat(20_000),
  ]
  const changed = fields.map((text, at) => (at % 2 === 1 && random.chance(80) ? random.pick(spoil)(text) : text))
  if (random.chance(20)) return ['unknown', 'field']
  return random.chance(20) ? [...changed, 'more', random.pick(spoil)('more')] : changed
}

function asTexts(value: unknown): string[] {
  return Array.isArray(value) ? value.map(String) : []
}
