import { Button, Menu } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconCheck, IconChevronDown } from '@tabler/icons-react'
import { classWords } from '../texts/status.ts'
import { Dialog } from '../ui/Dialog.tsx'
import { LinkButton } from '../ui/LinkButton.tsx'
import { useIsPhone } from '../ui/useIsPhone.ts'
import classes from './FilterBar.module.css'
import { classChoices, DAYS, type Filters, useFilters } from './filter.ts'
import { SearchField } from './SearchField.tsx'

const statusChoices = {
  queued: 'Waiting',
  sending: 'Sending',
  unknown: 'Unknown',
  sent: 'Sent, no receipt yet',
  delivered: 'Delivered',
  assumed_delivered: 'Sent, never confirmed',
  undelivered: 'Not delivered',
  failed: 'Failed',
  expired: 'Expired',
  skipped: 'Skipped',
  cancelled: 'Cancelled',
}
const dayChoices = Object.fromEntries(DAYS.map((days) => [days, days === 1 ? 'Last 24 hours' : `Last ${days} days`]))
const classLabels = Object.fromEntries(classChoices.map((name) => [name, classWords[name]]))

export function FilterBar() {
  const { filters, isFiltered, clear } = useFilters()
  const isPhone = useIsPhone()
  const [opened, sheet] = useDisclosure(false)
  const active = [filters.status, filters.class, filters.days].filter((value) => value !== undefined).length
  return (
    <div className={classes.bar}>
      <SearchField />
      {isPhone ? (
        <>
          <Button variant="default" onClick={sheet.open}>
            Filters{active > 0 && ` ${active}`}
          </Button>
          <Dialog
            opened={opened}
            onClose={sheet.close}
            title="Filters"
            actions={<Button onClick={sheet.close}>Show</Button>}
          >
            <div className={classes.sheet}>
              <Choices />
              {isFiltered && <LinkButton onClick={clear}>Clear filters</LinkButton>}
            </div>
          </Dialog>
        </>
      ) : (
        <>
          <Choices />
          {isFiltered && (
            <LinkButton className={classes.clear} onClick={clear}>
              Clear filters
            </LinkButton>
          )}
        </>
      )}
    </div>
  )
}

function Choices() {
  const { filters, change } = useFilters()
  return (
    <>
      <Choice label="Status" value={filters.status} choices={statusChoices} onPick={(status) => change({ status })} />
      <Choice label="Class" value={filters.class} choices={classLabels} onPick={(kind) => change({ class: kind })} />
      <Choice
        label="Any time"
        value={filters.days?.toString()}
        choices={dayChoices}
        onPick={(days) => change({ days: days ? Number(days) : undefined } satisfies Filters)}
      />
    </>
  )
}

interface ChoiceProps {
  label: string
  value: string | undefined
  choices: Record<string, string>
  onPick: (value: string | undefined) => void
}

/** One filter: its name while it does nothing, its value while it does. */
function Choice({ label, value, choices, onPick }: ChoiceProps) {
  const chosen = value === undefined ? undefined : choices[value]
  return (
    <Menu position="bottom-start" width={208}>
      <Menu.Target>
        <Button
          variant="default"
          className={classes.choice!}
          data-active={chosen ? true : undefined}
          aria-label={chosen ? `${label}: ${chosen}` : label}
          rightSection={<IconChevronDown size={14} stroke={1.75} />}
        >
          {chosen ?? label}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item rightSection={!chosen && <IconCheck size={14} />} onClick={() => onPick(undefined)}>
          {label === 'Any time' ? label : `Any ${label.toLowerCase()}`}
        </Menu.Item>
        <Menu.Divider />
        {Object.entries(choices).map(([key, words]) => (
          <Menu.Item key={key} rightSection={key === value && <IconCheck size={14} />} onClick={() => onPick(key)}>
            {words}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  )
}
