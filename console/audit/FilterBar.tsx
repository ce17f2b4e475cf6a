import { ActionIcon, Select } from '@mantine/core'
import { IconX } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { shortId } from '../../shared/audit/changes.ts'
import { nameOf } from '../../shared/audit/tell.ts'
import { useMe } from '../shell/session.ts'
import { LinkButton } from '../ui/LinkButton.tsx'
import classes from './AuditScreen.module.css'
import { groupActions } from './action-groups.ts'
import { DAYS, useFilters } from './filter.ts'
import { actionsQuery, actorsQuery } from './queries.ts'

const times = DAYS.map((days) => ({
  value: String(days),
  label: days === 1 ? 'Last 24 hours' : `Last ${days} days`,
}))

export function FilterBar() {
  const { filters, isFiltered, change, clear } = useFilters()
  const { actor, action, target, days } = filters
  const actors = useQuery(actorsQuery).data?.items.map((one) => ({ value: one.id, label: nameOf(one) }))
  const { workspace } = useMe()
  const recorded = useQuery(actionsQuery).data?.items
  const actions = recorded && groupActions(recorded, workspace.installation)
  return (
    <fieldset className={classes.bar} aria-label="Filters">
      <Choice label="Anybody" data={actors} value={actor} onPick={(picked) => change({ actor: picked })} />
      <Choice label="Anything" data={actions} value={action} onPick={(picked) => change({ action: picked })} />
      <Choice
        label="Any time"
        data={times}
        value={days?.toString()}
        onPick={(picked) => change({ days: picked ? Number(picked) : undefined })}
      />
      {target && (
        <div className={classes.held}>
          <span>
            On <span className="mono">{shortId(target)}</span>
          </span>
          <ActionIcon size={24} aria-label="On anything" onClick={() => change({ target: undefined })}>
            <IconX size={14} stroke={1.75} />
          </ActionIcon>
        </div>
      )}
      {isFiltered && (
        <LinkButton className={classes.clear} onClick={clear}>
          Clear filters
        </LinkButton>
      )}
    </fieldset>
  )
}

interface Option {
  value: string
  label: string
}

interface ChoiceProps {
  /** What it does while nothing is picked. */
  label: string
  data: Option[] | { group: string; items: Option[] }[] | undefined
  value: string | undefined
  onPick: (value: string | undefined) => void
}

/** What an address names and the list does not have any more is shown as it stands. */
function Choice({ label, data = [], value, onPick }: ChoiceProps) {
  const options = data.flatMap((one): Option[] => ('items' in one ? one.items : [one]))
  const known = value === undefined || options.some((one) => one.value === value)
  return (
    <Select
      className={classes.field!}
      aria-label={label}
      placeholder={label}
      data={known ? data : [...options, { value: value!, label: value! }]}
      value={value ?? null}
      onChange={(picked) => onPick(picked ?? undefined)}
      searchable
      clearable
      clearButtonProps={{ 'aria-label': `${label} again` }}
      withScrollArea={false}
      nothingFoundMessage="None is called that."
      classNames={{ dropdown: classes.dropdown!, options: classes.options! }}
    />
  )
}
