import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { ApiProblem } from '../problem.ts'
import { Banner } from '../ui/Banner.tsx'
import { LinkButton } from '../ui/LinkButton.tsx'
import { LoadError } from '../ui/states.tsx'
import { templatesApi } from './api.ts'
import classes from './TemplateForm.module.css'

interface TheirsProps {
  problem: ApiProblem
  templateKey: string
  /** The next save is meant for the template as it is now. */
  onSeen: (version: number) => void
}

/** Somebody saved in between: nothing is written over before it was seen, and nothing that was typed is lost. */
export function Theirs({ problem, templateKey, onSeen }: TheirsProps) {
  const [seen, setSeen] = useState(false)
  const theirs = useQuery({
    queryKey: ['template', templateKey, 'theirs', problem.body.version],
    queryFn: () => templatesApi.one(templateKey),
    enabled: seen,
  })
  const show = () => {
    setSeen(true)
    if (typeof problem.body.version === 'number') onSeen(problem.body.version)
  }
  const { current } = theirs.data ?? {}
  return (
    <div className={classes.outcome}>
      <Banner
        tone="amber"
        title={problem.body.detail}
        urgent
        action={!seen && <LinkButton onClick={show}>Show theirs</LinkButton>}
      >
        {seen ? 'Theirs is below. Save again to put yours in its place.' : 'Yours is kept in this form.'}
      </Banner>
      {seen && theirs.isError && <LoadError thing="their words" retry={theirs.refetch} />}
      {current && (
        <pre className={classes.theirs}>
          {[current.email_subject, current.email_body, current.sms_wording ?? 'Text: from the catalog'].join('\n\n')}
        </pre>
      )}
    </div>
  )
}
