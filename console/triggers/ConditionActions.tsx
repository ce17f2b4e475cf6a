import { ActionIcon, Button, NativeSelect } from '@mantine/core'
import { IconPlus, IconX } from '@tabler/icons-react'
import type { ActionProps, CombinatorSelectorProps } from 'react-querybuilder'
import classes from './Conditions.module.css'

/** Of one condition there is nothing to choose. */
export function Combinator({ value, options, rules, handleOnChange, disabled = false }: CombinatorSelectorProps) {
  if ((rules?.length ?? 0) < 2) return null
  return (
    <NativeSelect
      aria-label="Which of them must hold"
      className={classes.combinator}
      data={options.flatMap((one) => ('name' in one ? [{ value: String(one.name), label: one.label }] : []))}
      value={value}
      onChange={(event) => handleOnChange(event.currentTarget.value)}
      disabled={disabled}
    />
  )
}

export function AddCondition(props: ActionProps) {
  return <Add {...props} words="Add a condition" />
}

/** As deep as people can still follow. */
export function AddGroup(props: ActionProps) {
  return props.level < 2 && <Add {...props} words="Add a group" />
}

function Add({ handleOnClick, disabled, words, path }: ActionProps & { words: string }) {
  if (disabled) return null
  return (
    <Button
      variant="default"
      leftSection={<IconPlus size={14} aria-hidden />}
      data-adds={path.length === 0 || undefined}
      onClick={(event) => handleOnClick(event)}
    >
      {words}
    </Button>
  )
}

export function RemoveGroup({ handleOnClick, disabled }: ActionProps) {
  return !disabled && <Remove label="Remove this group" onRemove={() => handleOnClick()} />
}

/** The keyboard stays among the conditions when the one it was in goes. */
export function Remove({ label, onRemove }: { label: string; onRemove: () => void }) {
  return (
    <ActionIcon
      aria-label={label}
      className={classes.remove}
      onClick={(event) => {
        const all = event.currentTarget.closest('fieldset')
        onRemove()
        all?.querySelector<HTMLElement>('[data-adds]')?.focus()
      }}
    >
      <IconX size={16} stroke={1.75} aria-hidden />
    </ActionIcon>
  )
}
