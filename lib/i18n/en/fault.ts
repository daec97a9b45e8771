// For when a page fails. Also read as they are by app/global-error.tsx, so they have nothing to fill in.
export const fault = {
  title: 'Something went wrong',
  sentence: 'The fault is on our side. What you sent before is kept.',
  retry: 'Try again',
} as const
