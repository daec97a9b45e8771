// Offline page, updates and installing.
export const install = {
  offlineTitle: 'No connection',
  offline: 'Parley cannot be reached right now. Check your network, then try again. Your drafts are kept.',
  updateRegion: 'Update',
  update: 'A new version of Parley is here.',
  refresh: 'Refresh to update',
  later: 'Later',
} as const
