// Fills in a page's form and sends it, as a browser without JavaScript does.
const INPUT = /<input\b[^>]*>/g
const ENTITIES: Record<string, string> = { '&quot;': '"', '&amp;': '&', '&#x27;': "'", '&lt;': '<', '&gt;': '>' }

/** Posts the first form of the page at `url`, its hidden fields and these. Redirects are not followed. */
export async function postForm(
  url: string,
  fields: Record<string, string>,
  headers: Record<string, string> = {},
): Promise<Response> {
  const page = await (await fetch(url, { headers })).text()
  const [, inside = ''] = /<form\b[^>]*>(.*?)<\/form>/s.exec(page) ?? []
  const body = new FormData()
  for (const [input] of inside.matchAll(INPUT)) {
    if (attribute(input, 'type') === 'hidden') body.set(attribute(input, 'name'), attribute(input, 'value'))
  }
  for (const [name, value] of Object.entries(fields)) body.set(name, value)
  return fetch(url, { method: 'POST', body, redirect: 'manual', headers: { Origin: new URL(url).origin, ...headers } })
}

function attribute(tag: string, name: string): string {
  const [, value = ''] = new RegExp(` ${name}="([^"]*)"`).exec(tag) ?? []
  return value.replace(/&(quot|amp|#x27|lt|gt);/g, (entity) => ENTITIES[entity] ?? entity)
}
