import { type ApiProblem, problemIn } from '../problem.ts'
import { Banner } from '../ui/Banner.tsx'
import { Ladder, type Rung } from '../ui/Ladder.tsx'
import { LinkButton } from '../ui/LinkButton.tsx'
import classes from './FormFrame.module.css'
import { rungsOf } from './rungs.ts'

interface SaveOutcomeProps {
  asks: string | undefined
  busy: boolean
  error: Error | null
  /** The pointers that stand in this form: what is wrong there is said there. */
  fields: string[]
  onRetry: () => void
}

/** The checks as they came back, and what their failing means. */
export function SaveOutcome({ asks, busy, error, fields, onRetry }: SaveOutcomeProps) {
  const problem = problemIn(error)
  const rungs: Rung[] = busy
    ? asks
      ? [{ key: 'busy', state: 'busy', text: `Asking ${asks}` }]
      : []
    : rungsOf(problem?.body.checks ?? [])
  const isSaidAtFields =
    problem?.is('invalid') &&
    problem.body.errors?.every(({ pointer }) => fields.some((field) => pointer.startsWith(field)))
  const says = !busy && error && !isSaidAtFields
  if (!rungs.length && !says) return null
  return (
    <div className={classes.outcome}>
      {rungs.length > 0 && <Ladder label="Checks" rungs={rungs} />}
      {says && (
        <Banner
          tone="red"
          title={titleOf(problem)}
          urgent
          action={
            problem?.is('provider_unreachable', 'no_answer') && <LinkButton onClick={onRetry}>Try again</LinkButton>
          }
        >
          {problem?.body.detail ?? error.message}
        </Banner>
      )}
    </div>
  )
}

/** The provider's answers say it themselves, and where no answer came nobody knows. */
function titleOf(problem: ApiProblem | null): string | null {
  if (problem?.is('provider_refused', 'provider_unreachable')) return null
  return problem?.is('no_answer') ? 'It may or may not have been saved.' : 'Nothing was saved.'
}
