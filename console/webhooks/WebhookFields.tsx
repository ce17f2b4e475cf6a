import { Checkbox } from '@mantine/core'
import { problemIn } from '../problem.ts'
import { type Fault, type Form, focusFirstFault } from '../ui/form.ts'
import { LinkButton } from '../ui/LinkButton.tsx'
import { TextField } from '../ui/TextField.tsx'
import type { Webhook } from './api.ts'
import classes from './Webhooks.module.css'
import { allTypes, typeGroups } from './words.ts'

export interface WebhookValues {
  url: string
  description: string
  types: Webhook['types']
  with_text: boolean
}

export const NEW_WEBHOOK: WebhookValues = { url: '', description: '', types: allTypes, with_text: false }

export function faultsOf({ url, types }: WebhookValues): Partial<Record<keyof WebhookValues, Fault | undefined>> {
  return {
    url: url.trim() ? undefined : { text: 'Enter the address that is to be called.' },
    types: types.length > 0 ? undefined : { text: 'Choose at least one: of nothing it would never be told.' },
  }
}

/** What the server found wrong goes to its field. */
export function refuse(form: Form<WebhookValues>, error: Error, element: HTMLElement | null): void {
  const faults = problemIn(error)?.body.errors ?? []
  const at = (pointer: string) => faults.find((fault) => fault.pointer === pointer)
  form.refuse({
    ...(at('/url') && { url: { text: at('/url')!.detail } }),
    ...(at('/description') && { description: { text: at('/description')!.detail } }),
  })
  focusFirstFault(element)
}

export function WebhookFields({ form }: { form: Form<WebhookValues> }) {
  const { types, with_text } = form.values
  const fault = form.fault('types')
  return (
    <>
      <TextField
        form={form}
        name="url"
        label="Address"
        help="https. Each event is one POST; answer 2xx within 15 seconds."
        placeholder="https://"
        inputMode="url"
        mono
        autoFocus
        maxLength={2048}
      />
      <TextField form={form} name="description" label="Name" help="To tell it apart; may stay empty." maxLength={200} />
      <fieldset className={classes.types} aria-describedby={fault && 'types-fault'}>
        <legend>
          Told of{' '}
          <LinkButton onClick={() => form.set('types', types.length === allTypes.length ? [] : allTypes)}>
            {types.length === allTypes.length ? 'Choose none' : 'Choose all'}
          </LinkButton>
        </legend>
        {typeGroups.map(({ title, types: of }) => (
          <Checkbox.Group
            key={title}
            label={title}
            value={types}
            onChange={(value) =>
              form.set(
                'types',
                allTypes.filter((type) => value.includes(type)),
              )
            }
          >
            <div className={classes.choices}>
              {of.map(([type, label]) => (
                <Checkbox key={type} value={type} label={label} />
              ))}
            </div>
          </Checkbox.Group>
        ))}
        {fault && (
          <p id="types-fault" className={classes.fault} role="alert">
            {fault.text}
          </p>
        )}
      </fieldset>
      <Checkbox
        label="Tell it the words of messages and replies too"
        description="Otherwise it hears which message and what became of it. Numbers are always masked, and codes are never told."
        checked={with_text}
        onChange={(event) => form.set('with_text', event.currentTarget.checked)}
      />
    </>
  )
}
