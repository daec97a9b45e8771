import { isRefusal } from '../shared/refusal'

/** How loud a fault is told: a store that asks to be asked again is away for a while, anything else is a fault of ours. */
export function faultLevel(fault: unknown): 'warn' | 'error' {
  return isRefusal(fault) && fault.code === 'retry' ? 'warn' : 'error'
}
