/** next-auth reads its origin from the environment. Without APP_URL it may trust Host, which the front has checked. */
export function prepareNextAuth(appUrl: string | undefined, authSecret: string): void {
  process.env.NEXTAUTH_SECRET = authSecret
  if (appUrl === undefined) {
    delete process.env.NEXTAUTH_URL
    process.env.AUTH_TRUST_HOST = 'true'
  } else {
    process.env.NEXTAUTH_URL = appUrl
  }
}
