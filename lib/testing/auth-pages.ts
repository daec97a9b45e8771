// next-auth's own pages, run by the real next-auth behind the real front door; only Next's router is not there.
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http'
import { text } from 'node:stream/consumers'
import { parseCookie } from 'cookie'
import NextAuth, { type AuthOptions } from 'next-auth'

const PATH = '/api/auth/'

/** Answers what stands under `/api/auth/`, with options made for each request as the app makes them. */
export function authPages(makeOptions: () => AuthOptions): RequestListener {
  return (request, response) => void answer(makeOptions(), request, response)
}

async function answer(options: AuthOptions, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://parley')
  const nextauth = pathname.slice(PATH.length).split('/')
  const { method, headers } = request
  const asked = {
    method,
    headers,
    query: { ...Object.fromEntries(searchParams), nextauth },
    cookies: parseCookie(headers.cookie ?? ''),
    body: Object.fromEntries(new URLSearchParams(await text(request))),
  }
  const told = {
    getHeader: (name: string) => response.getHeader(name),
    setHeader: (name: string, value: string | string[]) => response.setHeader(name, value),
    status(code: number) {
      response.statusCode = code
      return told
    },
    json: (value: unknown) => response.end(JSON.stringify(value)),
    send: (value: unknown) => response.end(typeof value === 'object' ? JSON.stringify(value) : value),
    end: () => response.end(),
  }
  await NextAuth(options)(asked, told)
}
