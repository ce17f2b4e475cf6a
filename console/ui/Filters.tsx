import { Button, CloseButton, TextInput, type TextInputProps } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconSearch } from '@tabler/icons-react'
import { Dialog } from './Dialog.tsx'
import { FilterChoice } from './FilterChoice.tsx'
import classes from './Filters.module.css'
import { LinkButton } from './LinkButton.tsx'
import { useIsPhone } from './useIsPhone.ts'

interface FiltersProps {
  /** In front of the choices, on a phone too: a field to search in, or what the list is held to. */
  lead?: React.ReactNode
  /** How many of the choices do something. */
  active: number
  onClear: (() => void) | undefined
  children: React.ReactNode
}

/** What a list is narrowed by: choices in a row, or on a phone in a sheet. */
export function Filters({ lead, active, onClear, children }: FiltersProps) {
  const isPhone = useIsPhone()
  const [opened, sheet] = useDisclosure(false)
  if (!isPhone)
    return (
      <fieldset className={classes.bar} aria-label="Filters">
        {lead}
        {children}
        {onClear && (
          <LinkButton className={classes.clear} onClick={onClear}>
            Clear filters
          </LinkButton>
        )}
      </fieldset>
    )
  return (
    <fieldset className={classes.bar} aria-label="Filters">
      {lead}
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
          {children}
          {onClear && <LinkButton onClick={onClear}>Clear filters</LinkButton>}
        </div>
      </Dialog>
    </fieldset>
  )
}

/** Looks something up in a list by what is typed. */
export function FilterSearch(props: TextInputProps & React.RefAttributes<HTMLInputElement>) {
  return (
    <TextInput
      className={classes.search!}
      leftSection={<IconSearch size={15} stroke={1.75} />}
      spellCheck={false}
      autoComplete="off"
      {...props}
    />
  )
}

/** What a list is held to that nobody chooses from a list: one number, one thing. */
export function HeldTo({ children, freed, onFree }: { children: React.ReactNode; freed: string; onFree: () => void }) {
  return (
    <span className={classes.held}>
      <span>{children}</span>
      <CloseButton size="sm" aria-label={freed} onClick={onFree} />
    </span>
  )
}

const DAYS = [1, 7, 30, 90]

const dayOptions = DAYS.map((days) => ({
  value: String(days),
  label: days === 1 ? 'Last 24 hours' : `Last ${days} days`,
}))

interface DaysChoiceProps {
  days: number | undefined
  onPick: (days: number | undefined) => void
}

/** How far back a list goes. */
export function DaysChoice({ days, onPick }: DaysChoiceProps) {
  return (
    <FilterChoice
      label="Any time"
      any="Any time"
      options={dayOptions}
      value={days?.toString()}
      onPick={(picked) => onPick(picked ? Number(picked) : undefined)}
    />
  )
}
