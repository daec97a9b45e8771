import { describe, expect, test } from 'vitest'
import { Refusal } from '../shared/refusal'
import { isAway, isBusy, refusalFor } from './faults'

const coded = (code: string, message = 'a fault') => Object.assign(new Error(message), { code })

describe('a fault of the store', () => {
  const passing: Record<string, unknown> = {
    'the connection failed': coded('08006'),
    'the server shuts down': coded('57P01'),
    'the server crashed': coded('57P02'),
    'the server is starting up': coded('57P03'),
    'the statement took too long': coded('57014'),
    'the lock took too long': coded('55P03'),
    'the transaction was idle too long': coded('25P03'),
    'a deadlock': coded('40P01'),
    'two transactions in conflict': coded('40001'),
    'too many connections': coded('53300'),
    'no memory': coded('53200'),
    'nobody listens': coded('ECONNREFUSED'),
    'cut off': coded('ECONNRESET'),
    'cut off while writing': coded('EPIPE'),
    'no name server': coded('EAI_AGAIN'),
    'the socket closed': new Error('Connection terminated unexpectedly'),
    'no connection in time': new Error('Connection terminated due to connection timeout'),
    'no answer in time': new Error('Query read timeout'),
    'a broken connection': new Error('Client has encountered a connection error and is not queryable'),
    'no free connection in time': new Error('timeout exceeded when trying to connect'),
    'SQLite’s lock held elsewhere': coded('SQLITE_BUSY_SNAPSHOT'),
  }
  test.each(Object.entries(passing))('that may pass is told as `retry`, and keeps its cause: %s', (_, fault) => {
    expect(refusalFor(fault)).toMatchObject({ name: 'Refusal', code: 'retry', cause: fault })
  })

  test.each(['SQLITE_FULL', 'ENOSPC', '53100'])('for want of room is told as `storage_full`: %s', (code) => {
    expect(refusalFor(coded(code))).toMatchObject({ name: 'Refusal', code: 'storage_full' })
  })

  const lasting: Record<string, unknown> = {
    'a value that does not fit': coded('22001'),
    'a constraint': coded('23505'),
    'a table that is not there': coded('42P01'),
    'a database that is not there': coded('3D000'),
    'a wrong password': coded('28P01'),
    'SQLite’s constraint': coded('SQLITE_CONSTRAINT_UNIQUE'),
    'a pool that was closed': new Error('Cannot use a pool after calling end on the pool'),
    'an error of ours': new TypeError('x is undefined'),
    'no error at all': 'words',
  }
  test.each(Object.entries(lasting))('that stays is no refusal: %s', (_, fault) => {
    expect([refusalFor(fault), isAway(fault)]).toEqual([undefined, false])
  })

  test('counts against the database being there only where it was not reached, or not to be had', () => {
    const told = Object.entries(passing).flatMap(([title, fault]) => (isAway(fault) ? [] : [title]))
    expect(told).toEqual([
      'the statement took too long',
      'the lock took too long',
      'the transaction was idle too long',
      'a deadlock',
      'two transactions in conflict',
      'no memory',
      'no free connection in time',
      'SQLite’s lock held elsewhere',
    ])
  })

  test('of a lock is known behind its refusal too', () => {
    const cause = coded('SQLITE_BUSY')
    expect([isBusy(new Refusal('retry', {}, { cause })), isBusy(new Refusal('retry'))]).toEqual([true, false])
  })
})
