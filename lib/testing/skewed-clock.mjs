// @ts-check
// Loaded into a process under test by `node --import`: its clock is off by CLOCK_AHEAD_MS, and steps by so many
// milliseconds more when it is told `{ clockStepMs }` over IPC. Plain JavaScript, since it also runs beside the bundled
// server. Timers and performance.now() are the kernel's, which no clock change moves.
const RealDate = Date
let ahead = Number(process.env.CLOCK_AHEAD_MS ?? 0)

globalThis.Date = new Proxy(RealDate, {
  construct: (target, given, made) =>
    Reflect.construct(target, given.length === 0 ? [RealDate.now() + ahead] : given, made),
  apply: () => new RealDate(RealDate.now() + ahead).toString(),
  get: (target, name, receiver) =>
    name === 'now' ? () => RealDate.now() + ahead : Reflect.get(target, name, receiver),
})

process.on('message', (told) => {
  if (typeof told !== 'object' || told === null || !('clockStepMs' in told)) return
  ahead += Number(told.clockStepMs)
})
process.channel?.unref()
