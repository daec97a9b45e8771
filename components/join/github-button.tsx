import { useState } from 'react'
import { useT } from '../language/use-t'
import { Button } from '../ui/button'

/** The answer of next-auth when asked for JSON, or nothing we know. */
function readUrl(answer: unknown): string | undefined {
  if (typeof answer !== 'object' || answer === null) return undefined
  if ('url' in answer && typeof answer.url === 'string') return answer.url
  return undefined
}

function readToken(answer: unknown): string | undefined {
  if (typeof answer !== 'object' || answer === null) return undefined
  return 'csrfToken' in answer && typeof answer.csrfToken === 'string' ? answer.csrfToken : undefined
}

// By fetch and not by a form: `form-action 'self'` stops a form whose answer redirects to another site.
async function findSignInUrl(): Promise<string | undefined> {
  const csrf: unknown = await (await fetch('/api/auth/csrf')).json()
  const csrfToken = readToken(csrf)
  if (csrfToken === undefined) return undefined
  const body = new URLSearchParams({ csrfToken, callbackUrl: location.href, json: 'true' })
  const answer: unknown = await (await fetch('/api/auth/signin/github?json=true', { method: 'POST', body })).json()
  return readUrl(answer)
}

/** Sign-in with GitHub, where the operator offers it. Guests need none of it. */
export function GithubButton() {
  const t = useT()
  const [status, setStatus] = useState<'idle' | 'leaving' | 'failed'>('idle')

  async function leave() {
    setStatus('leaving')
    const url = await findSignInUrl().catch(() => undefined)
    if (url === undefined) setStatus('failed')
    else location.assign(url)
  }

  return (
    <div className="needs-script grid justify-items-start gap-1.5">
      <Button onClick={leave} disabled={status === 'leaving'}>
        {t('join.github')}
      </Button>
      <p role="status" className="text-sm text-danger-text">
        {status === 'failed' ? t('join.githubFailed') : ''}
      </p>
    </div>
  )
}
