// Counts which messages React draws again, the way its developer tools learn of it.
import type { Page } from '@playwright/test'

const COUNT = '__parleyDrawn'

/** Before the page is opened: notes from now on every message that is drawn. */
export async function watchDrawnRows(page: Page): Promise<void> {
  await page.addInitScript((name) => {
    type Fiber = {
      child: Fiber | null
      sibling: Fiber | null
      alternate: Fiber | null
      flags: number
      memoizedProps: unknown
    }
    const PERFORMED_WORK = 1
    const drawn = new Set<string>()

    function keyOf({ memoizedProps: props }: Fiber): string | undefined {
      if (typeof props !== 'object' || props === null || !('selfName' in props) || !('row' in props)) return undefined
      const { row } = props
      return typeof row === 'object' && row !== null && 'key' in row ? String(row.key) : undefined
    }

    function walk(fiber: Fiber) {
      const key = keyOf(fiber)
      if (key !== undefined && fiber.flags & PERFORMED_WORK) drawn.add(key)
      // The same children as before: nothing below was looked at.
      if (fiber.alternate && fiber.child === fiber.alternate.child) return
      for (let child = fiber.child; child; child = child.sibling) walk(child)
    }

    Object.assign(window, {
      [name]: drawn,
      __REACT_DEVTOOLS_GLOBAL_HOOK__: {
        supportsFiber: true,
        inject: () => 1,
        onCommitFiberUnmount: () => undefined,
        onPostCommitFiberRoot: () => undefined,
        onCommitFiberRoot: (_: number, root: { current: Fiber }) => walk(root.current),
      },
    })
  }, COUNT)
}

/** How many messages were drawn since the last call. */
export function drawnRows(page: Page): Promise<number> {
  return page.evaluate((name) => {
    const drawn: Set<string> = Reflect.get(window, name)
    const { size } = drawn
    drawn.clear()
    return size
  }, COUNT)
}
