import { Button, Combobox, useCombobox } from '@mantine/core'
import { IconCheck, IconChevronDown } from '@tabler/icons-react'
import { useState } from 'react'
import classes from './FilterChoice.module.css'
import { useIsPhone } from './useIsPhone.ts'

/** More than these are looked through by typing. */
const AT_A_GLANCE = 12

export interface FilterOption {
  value: string
  label: string
}

export interface FilterGroup {
  group: string
  items: FilterOption[]
}

interface FilterChoiceProps {
  /** What it is about; stands on it while nothing is picked. */
  label: string
  /** How nothing picked is called among the options. */
  any: string
  options: FilterOption[] | FilterGroup[]
  value: string | undefined
  onPick: (value: string | undefined) => void
}

/** One filter of a list: its name while it does nothing, its value while it does. One below the other both stand there. */
export function FilterChoice({ label, any, options, value, onPick }: FilterChoiceProps) {
  const isPhone = useIsPhone()
  const [typed, setTyped] = useState('')
  const groups = options.map((one): FilterGroup => ('items' in one ? one : { group: '', items: [one] }))
  const all = groups.flatMap(({ items }) => items)
  const hasSearch = all.length > AT_A_GLANCE
  const box = useCombobox({
    onDropdownClose: () => {
      box.resetSelectedOption()
      setTyped('')
    },
    onDropdownOpen: () => (hasSearch ? box.focusSearchInput() : box.selectActiveOption()),
  })
  // What an address names and the list does not have any more is shown as it stands.
  const chosen = value && (all.find((one) => one.value === value)?.label ?? value)
  return (
    <Combobox
      store={box}
      position="bottom-start"
      width={hasSearch ? 280 : 208}
      onOptionSubmit={(picked) => {
        onPick(picked || undefined)
        box.closeDropdown()
      }}
    >
      <Combobox.Target targetType="button" withExpandedAttribute>
        <Button
          variant="default"
          justify={isPhone ? 'space-between' : 'center'}
          className={classes.choice!}
          role="combobox"
          data-active={chosen ? true : undefined}
          aria-label={chosen ? `${label}: ${chosen}` : label}
          rightSection={<IconChevronDown size={14} stroke={1.75} />}
          onClick={() => box.toggleDropdown()}
        >
          {isPhone && chosen && label !== any ? `${label}: ${chosen}` : chosen || label}
        </Button>
      </Combobox.Target>
      <Combobox.Dropdown className={classes.dropdown!}>
        {hasSearch && (
          <Combobox.Search
            aria-label={`Find in ${label}`}
            placeholder="Find"
            value={typed}
            onChange={(event) => {
              setTyped(event.currentTarget.value)
              box.updateSelectedOptionIndex()
            }}
          />
        )}
        <Options label={label} any={any} groups={groups} value={value} typed={typed} />
      </Combobox.Dropdown>
    </Combobox>
  )
}

interface OptionsProps extends Pick<FilterChoiceProps, 'label' | 'any' | 'value'> {
  groups: FilterGroup[]
  typed: string
}

function Options({ label, any, groups, value, typed }: OptionsProps) {
  const wanted = typed.trim().toLowerCase()
  const found = groups
    .map(({ group, items }) => ({ group, items: items.filter((one) => one.label.toLowerCase().includes(wanted)) }))
    .filter(({ items }) => items.length > 0)
  return (
    <Combobox.Options className={classes.options!} aria-label={label}>
      {!wanted && <Option value="" label={any} active={!value} />}
      {found.map(({ group, items }) => {
        const options = items.map((one) => <Option key={one.value} {...one} active={one.value === value} />)
        if (!group) return options
        return (
          <Combobox.Group key={group} label={group}>
            {options}
          </Combobox.Group>
        )
      })}
      {found.length === 0 && <Combobox.Empty>None is called that.</Combobox.Empty>}
    </Combobox.Options>
  )
}

function Option({ value, label, active }: FilterOption & { active: boolean }) {
  return (
    <Combobox.Option
      value={value}
      active={active}
      className={`${classes.option} ${value === '' ? classes.none : ''}`}
      aria-selected={active}
    >
      {label}
      {active && <IconCheck size={14} />}
    </Combobox.Option>
  )
}
