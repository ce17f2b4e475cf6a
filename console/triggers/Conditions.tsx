import { type Field, QueryBuilder, type RuleGroupType } from 'react-querybuilder'
import type { Form } from '../ui/form.ts'
import { LinkButton } from '../ui/LinkButton.tsx'
import { AddCondition, AddGroup, Combinator, RemoveGroup } from './ConditionActions.tsx'
import { type ConditionContext, ConditionRow } from './ConditionRow.tsx'
import classes from './Conditions.module.css'
import { EMPTY, fitted, type Group, OPERATORS } from './condition-query.ts'
import { PLACES } from './fields.ts'
import type { TriggerValues } from './trigger-values.ts'

interface ConditionsProps {
  form: Form<TriggerValues>
  readOnly: boolean
  /** Which of them the server refused. */
  refused: number[] | undefined
}

/** Which events of the type are meant; without any, all of them. */
export function Conditions({ form, readOnly, refused }: ConditionsProps) {
  const { query } = form.values
  const fault = form.fault('query')
  return (
    <fieldset className={classes.conditions}>
      <legend className={classes.label}>Conditions</legend>
      {query ? (
        <Builder form={form} query={query} readOnly={readOnly} refused={fault && refused} />
      ) : (
        <Kept form={form} readOnly={readOnly} />
      )}
      {fault && (
        <p className={classes.fault} role="alert">
          {fault.text}
        </p>
      )}
      {query && query.rules.length > 0 && (
        <p className={classes.help}>Numbers, true and false are taken as such; in quotes they are text.</p>
      )}
    </fieldset>
  )
}

const fields = Object.entries(PLACES).map(([name, label]): Field => ({ name, value: name, label }))
const operators = Object.entries(OPERATORS).map(([name, label]) => ({ name, value: name, label }))
const combinators = [
  { name: 'and', value: 'and', label: 'All of these' },
  { name: 'or', value: 'or', label: 'One of these' },
]
const controls = {
  rule: ConditionRow,
  combinatorSelector: Combinator,
  addRuleAction: AddCondition,
  addGroupAction: AddGroup,
  removeGroupAction: RemoveGroup,
}
const dress = {
  ruleGroup: classes.group!,
  header: classes.head!,
  body: classes.body!,
}

type BuilderProps = ConditionsProps & { query: Group }

function Builder({ form, query, readOnly, refused }: BuilderProps) {
  const context: ConditionContext = { marked: form.fault('query') !== undefined, refused }
  return (
    <QueryBuilder
      query={query as RuleGroupType}
      onQueryChange={(changed) => form.set('query', fitted(changed as Group))}
      fields={fields}
      operators={operators}
      combinators={combinators}
      controlElements={controls}
      controlClassnames={dress}
      context={context}
      disabled={readOnly}
      maxLevels={3}
      onAddRule={(rule) => ({ ...rule, field: 'entity.properties.', operator: '=', value: null })}
      accessibleDescriptionGenerator={() => ''}
      enableMountQueryChange={false}
      suppressStandardClassnames
      addRuleToNewGroups
    />
  )
}

/** Made by the API, and more than the builder has words for. */
function Kept({ form, readOnly }: { form: Form<TriggerValues>; readOnly: boolean }) {
  return (
    <>
      <p className={classes.help}>
        These came by the API and say more than can be built here. They are kept as they are.{' '}
        {!readOnly && <LinkButton onClick={() => form.set('query', EMPTY)}>Build new ones instead</LinkButton>}
      </p>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is reached by keyboard */}
      <pre className={classes.kept} tabIndex={0}>
        {JSON.stringify(form.values.kept, null, 2)}
      </pre>
    </>
  )
}
