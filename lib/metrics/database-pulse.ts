// Asks the database now and then whether it is there, so that asking for the numbers does not have to.
import { SERVER_TIMES } from '../shared/server-times'

type Parts = {
  ping(): Promise<void>
  /** Told after every asking. */
  answered(isUp: boolean): void
  /** Told when it goes, with the reason, and when it is back. */
  changed(isUp: boolean, reason?: unknown): void
  everyMs?: number
}

/** A database that has not answered by the next asking counts as away. @returns stop */
export function startDatabasePulse({
  ping,
  answered,
  changed,
  everyMs = SERVER_TIMES.databaseAskedEvery,
}: Parts): () => void {
  let wasUp = true
  let isAsking = false
  let isStopped = false
  const tell = (isUp: boolean, reason?: unknown): void => {
    if (isStopped) return
    answered(isUp)
    if (isUp !== wasUp) changed(isUp, reason)
    wasUp = isUp
  }
  const ask = async (): Promise<void> => {
    isAsking = true
    await ping().then(
      () => tell(true),
      (error: unknown) => tell(false, error),
    )
    isAsking = false
  }
  void ask()
  const timer = setInterval(() => {
    if (isAsking) tell(false, new Error('The database is silent.'))
    else void ask()
  }, everyMs)
  return () => {
    isStopped = true
    clearInterval(timer)
  }
}
