import { Autocomplete, NativeSelect, TagsInput, TextInput } from '@mantine/core'
import { useState } from 'react'
import type { RuleProps } from 'react-querybuilder'
import { Remove } from './ConditionActions.tsx'
import classes from './Conditions.module.css'
import { gapOf, OPERATORS, type Rule, takesList, takesNothing } from './condition-query.ts'
import { fieldOf, NAMES, PLACES, type Place, takesName } from './fields.ts'
import { readList, readSaid, type Said, typedOf } from './said.ts'

export interface ConditionContext {
  /** What is still to be said is shown. */
  marked: boolean
  refused: number[] | undefined
}

const places = Object.entries(PLACES).map(([value, label]) => ({ value, label }))
const operators = Object.entries(OPERATORS).map(([value, label]) => ({ value, label }))

/** One condition: what, how, with what. */
export function ConditionRow({ rule: given, path, actions, context, disabled = false }: RuleProps) {
  const rule = given as Rule
  const { marked, refused } = context as ConditionContext
  const field = fieldOf(rule.field) ?? { place: 'entity.properties.' as const, name: '' }
  const gap = marked ? gapOf(rule) : undefined
  const change = (part: 'field' | 'operator' | 'value', value: unknown) => actions.onPropChange(part, value, path)
  const off = Boolean(disabled)
  return (
    <div
      className={classes.rule}
      data-alone={!takesName(field.place) || undefined}
      data-list={takesList(rule.operator) || undefined}
    >
      <NativeSelect
        aria-label="What is looked at"
        data={places}
        value={field.place}
        onChange={({ currentTarget: { value } }) => change('field', movedTo(value as Place, field.name))}
        error={refused?.join() === path.join()}
        disabled={off}
      />
      {takesName(field.place) && (
        <Autocomplete
          aria-label="Its name"
          placeholder="state"
          data={NAMES}
          value={field.name}
          onChange={(name) => change('field', `${field.place}${name}`)}
          error={gap?.at === 'name' && gap.text}
          maxLength={100}
          disabled={off}
          spellCheck={false}
        />
      )}
      <NativeSelect
        aria-label="How it is compared"
        className={classes.operator}
        data={operators}
        value={rule.operator}
        onChange={(event) => change('operator', event.currentTarget.value)}
        disabled={off}
      />
      <div className={classes.value} data-list={takesList(rule.operator) || undefined}>
        <Value
          rule={rule}
          fault={gap?.at === 'value' && gap.text}
          disabled={off}
          onSay={(said) => change('value', said)}
        />
      </div>
      {!off && <Remove label="Remove this condition" onRemove={() => actions.onRuleRemove(path)} />}
    </div>
  )
}

function movedTo(place: Place, name: string): string {
  return takesName(place) ? `${place}${name}` : place
}

interface ValueProps {
  rule: Rule
  fault: string | false | undefined
  disabled: boolean
  onSay: (said: Said | Said[]) => void
}

function Value({ rule: { operator, value }, onSay, fault, disabled }: ValueProps) {
  if (takesNothing(operator)) return null
  if (takesList(operator)) {
    return (
      <TagsInput
        classNames={{ input: classes.pills! }}
        aria-label="With what it is compared"
        placeholder={Array.isArray(value) && value.length > 0 ? '' : 'Enter after each'}
        value={Array.isArray(value) ? value.map(typedOf) : []}
        onChange={(typed) => onSay(readList(typed))}
        error={fault}
        disabled={disabled}
      />
    )
  }
  return <OneValue said={Array.isArray(value) ? null : value} onSay={onSay} fault={fault} disabled={disabled} />
}

/** As it is typed: what it means may be written in more than one way. */
function OneValue({ said, onSay, fault, disabled }: Omit<ValueProps, 'rule'> & { said: Said }) {
  const [typed, setTyped] = useState(() => typedOf(said))
  const shown = readSaid(typed) === said ? typed : typedOf(said)
  return (
    <TextInput
      aria-label="With what it is compared"
      value={shown}
      onChange={({ currentTarget: { value } }) => {
        setTyped(value)
        onSay(readSaid(value))
      }}
      error={fault}
      disabled={disabled}
      autoComplete="off"
      spellCheck={false}
    />
  )
}
