// @ts-check
// Loaded into a node by `node --import`: its clock is wrong by CLOCK_OFF_MS, and jumps by CLOCK_STEP_MS after
// CLOCK_STEP_AFTER_MS. Plain JavaScript, since it runs beside the bundle.
const RealDate = Date
const startedAt = performance.now()
const off = Number(process.env.CLOCK_OFF_MS ?? 0)
const step = Number(process.env.CLOCK_STEP_MS ?? 0)
const stepAfter = Number(process.env.CLOCK_STEP_AFTER_MS ?? 0)

function now() {
  return RealDate.now() + off + (performance.now() - startedAt > stepAfter ? step : 0)
}

globalThis.Date = new Proxy(RealDate, {
  construct: (target, given) => Reflect.construct(target, given.length === 0 ? [now()] : given),
  get: (target, name) => (name === 'now' ? now : Reflect.get(target, name)),
})
