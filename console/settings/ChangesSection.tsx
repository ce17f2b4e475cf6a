import { useQuery } from '@tanstack/react-query'
import { Bar, LoadError } from '../ui/states.tsx'
import { Time } from '../ui/Time.tsx'
import classes from './ChangesSection.module.css'
import { changesQuery } from './queries.ts'
import { SettingsSection } from './SettingsSection.tsx'

/** Who changed what, lately. */
export function ChangesSection() {
  const changes = useQuery(changesQuery)
  return (
    <SettingsSection
      id="changes"
      title="Last changes"
      purpose="What was changed, by whom and when."
      summary={changes.data?.items[0]?.what}
    >
      {changes.isPending && <Bar width={280} />}
      {changes.isError && <LoadError thing="the changes" retry={changes.refetch} />}
      {changes.data?.items.length === 0 && <p className="quiet">Nothing was changed yet.</p>}
      {changes.data && changes.data.items.length > 0 && (
        <ol className={classes.list}>
          {changes.data.items.map((change) => (
            <li key={change.at} className={classes.change}>
              <span className={classes.what}>{change.what}</span>
              <span className={classes.who}>{change.by}</span>
              <span className={classes.when}>
                <Time at={change.at} />
              </span>
            </li>
          ))}
        </ol>
      )}
    </SettingsSection>
  )
}
