// @ts-check
// Loaded into a server under test by `node --import`: the same pages under the name of another build, as after a deploy.
import fs from 'node:fs'
import { syncBuiltinESMExports } from 'node:module'
import { join } from 'node:path'

const BUILD_ID = join('.next', 'BUILD_ID')

fs.readFileSync = new Proxy(fs.readFileSync, {
  apply(read, self, given) {
    const content = Reflect.apply(read, self, given)
    return typeof content === 'string' && String(given[0]).endsWith(BUILD_ID) ? 'another-build' : content
  },
})
syncBuiltinESMExports()
