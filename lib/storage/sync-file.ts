// What was written is on the disk, not only on its way there.
import { closeSync, fsyncSync, openSync } from 'node:fs'

export function syncFile(file: string): void {
  const handle = openSync(file, 'r+')
  fsyncSync(handle)
  closeSync(handle)
}
