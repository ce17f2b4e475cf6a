import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { NoPermission } from '../shell/screens.tsx'
import { useCan } from '../shell/session.ts'
import { Chip } from '../ui/Chip.tsx'
import { Page } from '../ui/Page.tsx'
import { Section } from '../ui/Section.tsx'
import { LoadError } from '../ui/states.tsx'
import { WaitingLines } from '../ui/Table.tsx'
import { Time } from '../ui/Time.tsx'
import type { TemplateInList } from './api.ts'
import { templatesQuery } from './queries.ts'
import classes from './TemplatesScreen.module.css'

/** What alerts say, by what they are about. */
export function TemplatesScreen() {
  if (!useCan('templates.read')) {
    return <NoPermission title="Templates" thing="templates" permission="templates.read" />
  }
  return <Templates />
}

const CATEGORIES: Record<TemplateInList['category'], string> = {
  issue_lifecycle: 'Issue lifecycle',
  due_date: 'Due dates',
  discussion: 'Comments and mentions',
  planning: 'Cycles and modules',
  attention: 'Calls to act',
}

function Templates() {
  const templates = useQuery(templatesQuery)
  const items = templates.data?.items
  return (
    <Page
      title="Templates"
      sentence="What alerts say, by email and by text. Each has words from the catalog until you give it your own."
    >
      {templates.isPending && <WaitingLines />}
      {templates.isError && !items && <LoadError thing="the templates" retry={templates.refetch} />}
      {items && (
        <div className={classes.sections}>
          {Object.entries(CATEGORIES).map(([category, title]) => (
            <Section key={category} title={title}>
              <ul className={classes.list}>
                {items
                  .filter((one) => one.category === category)
                  .map((one) => (
                    <TemplateRow key={one.key} template={one} />
                  ))}
              </ul>
            </Section>
          ))}
        </div>
      )}
    </Page>
  )
}

function TemplateRow({ template }: { template: TemplateInList }) {
  const { key, name, about, own, changed_at, changed_by } = template
  return (
    <li className={classes.row}>
      <div className={classes.what}>
        <Link to="/settings/templates/$key" params={{ key }} state={{ fromList: true }} className={classes.name}>
          {name}
        </Link>
        <span className={classes.about}>{about}</span>
      </div>
      <div className={classes.state}>
        {own ? (
          <Chip tone="blue" plain>
            Own words
          </Chip>
        ) : (
          <Chip tone="neutral" icon="circle" plain>
            Catalog
          </Chip>
        )}
      </div>
      <div className={classes.changed}>
        {changed_at && (
          <>
            <Time at={changed_at} /> <span className={classes.by}>by {changed_by}</span>
          </>
        )}
      </div>
    </li>
  )
}
