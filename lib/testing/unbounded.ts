/** One machine plays everybody, so what is counted by address or by hour must not be what stops a story. */
const ROOMY = 'roomsPerHour=100000 joinsPerMinute=100000 invitesPerHour=100000 wrongCodes=100000'

/** Nothing stops a burst of messages either. */
export const UNBOUNDED = { LIMITS: `${ROOMY} messageBurst=100000 messagesPerSecond=10000 readsPerSecond=10000` }
