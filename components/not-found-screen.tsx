import { ProblemScreen } from './problem-screen'
import { ButtonLink } from './ui/button-link'

/** For an unknown room, an unknown page and a private chat of others alike: nobody learns which it was. */
export function NotFoundScreen() {
  return (
    <ProblemScreen
      title="Nothing here"
      sentence="This room doesn't exist or was closed. Check the code, or start a room of your own."
    >
      <ButtonLink href="/join" look="primary">
        Enter a code
      </ButtonLink>
    </ProblemScreen>
  )
}
