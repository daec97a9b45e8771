// A room with something in it, for looking at.
import type { Line } from './seed'

const DAY = 24 * 60

/** Sixty messages over two days, by four people. */
export const HARBOUR: Line[] = [
  ...Array.from({ length: 50 }, (_, index) => ({
    by: index % 7 < 4 ? 'Jonas Berg' : 'Mina Ohta',
    say:
      index % 5 === 0
        ? `Berth ${index + 1} is free from noon, and stays free until the ferry is in.`
        : `Berth ${index + 1} is free.`,
    minutesAgo: 2 * DAY - index,
  })),
  { by: 'Jonas Berg', say: 'Gate 4 opens at half past two.', minutesAgo: DAY + 40 },
  { by: 'Mina Ohta', say: 'Tide table is up: https://tides.example/harbour', minutesAgo: DAY + 32 },
  {
    by: 'Mina Ohta',
    say: 'Low water is 06:12 on Saturday, so the crane has to be off the quay by five.',
    minutesAgo: DAY + 31,
  },
  { by: 'Mina Ohta', say: 'I marked the two bollards we must not use.', minutesAgo: DAY + 30 },
  { by: 'Teo Rivas', say: 'Then the truck needs this window: 03:40 to 04:55, local time.', minutesAgo: DAY + 21 },
  { by: 'Jonas Berg', say: 'Noted ⚓', minutesAgo: DAY + 20 },
  { by: 'Teo Rivas', say: 'Who has the key to the east gate?', minutesAgo: 26 },
  { by: 'Mina Ohta', say: 'I do. I can be there at three.', minutesAgo: 24 },
  { by: 'Mina Ohta', say: 'The pilot’s office closes its list at noon today.', minutesAgo: 23 },
  { by: 'Jonas Berg', say: 'Ada, can you confirm the pilot for Saturday?', minutesAgo: 12 },
]
