import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { api, type SettingsOut } from '../api.ts'
import type { ApiProblem } from '../problem.ts'
import { Banner } from '../ui/Banner.tsx'
import { LinkButton } from '../ui/LinkButton.tsx'
import { LoadError } from '../ui/states.tsx'
import classes from './FormFrame.module.css'
import { settingsQuery } from './queries.ts'

interface ConflictProps {
  problem: ApiProblem
  theirs: (settings: SettingsOut) => React.ReactNode
  /** The next save is meant for the settings as they are now. */
  onSeen: (revision: number) => void
}

/** Somebody saved in between: nothing is overwritten before it was seen, and nothing that was typed is lost. */
export function Conflict({ problem, theirs, onSeen }: ConflictProps) {
  const [seen, setSeen] = useState(false)
  const queries = useQueryClient()
  // What the page shows is behind: the next section would only be refused as well.
  useEffect(() => {
    void queries.invalidateQueries({ queryKey: settingsQuery.queryKey, exact: true })
  }, [queries])
  const now = useQuery({
    queryKey: ['settings', 'theirs', problem.body.revision],
    queryFn: api.settings,
    enabled: seen,
  })
  const show = () => {
    setSeen(true)
    if (typeof problem.body.revision === 'number') onSeen(problem.body.revision)
  }
  return (
    <div className={classes.outcome}>
      <Banner
        tone="amber"
        title={problem.body.detail}
        urgent
        action={!seen && <LinkButton onClick={show}>Show theirs</LinkButton>}
      >
        {seen ? 'Theirs is below. Save again to put yours in its place.' : 'Yours are kept in this form.'}
      </Banner>
      {seen && now.isError && <LoadError thing="their settings" retry={now.refetch} />}
      {seen && now.data && <div className={classes.theirs}>{theirs(now.data)}</div>}
    </div>
  )
}
