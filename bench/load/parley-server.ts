// Parley without its pages: the server under test. Its drivers are counted where `COUNT_QUERIES` asks for it, since a look
// at every statement is not free.
import { createServer } from 'node:http'
import Sqlite from 'better-sqlite3'
import pg from 'pg'
import { parseSettings } from '#lib/env'
import { routeUpgrades } from '#lib/http/upgrades'
import { LISTEN_BACKLOG, openParley } from '#lib/parley'
import { answerProbe } from './server-probe'

let queries = 0
if (process.env.COUNT_QUERIES === 'on') {
  countSqlite()
  countPostgres()
}
answerProbe(() => queries)

const parsed = parseSettings(process.env)
if (!parsed.ok) throw new Error(parsed.problems.join('\n'))
const { settings } = parsed
const parley = await openParley(settings)
routeUpgrades(parley.server, createServer(), false)
process.on('SIGTERM', () => void parley.drain().then(() => process.exit(0)))
parley.server.listen(settings.port, settings.host, LISTEN_BACKLOG)

/** Every statement that reads or writes; the borders of transactions ask the database nothing. */
function count(sql: string): void {
  if (!/^\s*(begin|commit|rollback|start transaction|set transaction)/i.test(sql)) queries += 1
}

function countSqlite(): void {
  const probe = new Sqlite(':memory:')
  const prototype = Object.getPrototypeOf(probe.prepare('select 1'))
  probe.close()
  for (const method of ['all', 'run', 'get', 'iterate']) {
    const own = prototype[method]
    prototype[method] = function counted(this: { source: string }, ...values: unknown[]) {
      count(this.source)
      return own.apply(this, values)
    }
  }
}

function countPostgres(): void {
  const own = pg.Client.prototype.query
  Object.assign(pg.Client.prototype, {
    query(this: pg.Client, ...values: unknown[]) {
      const [first] = values
      count(typeof first === 'string' ? first : JSON.stringify(first))
      return Reflect.apply(own, this, values)
    },
  })
}
