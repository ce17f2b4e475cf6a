import { Autocomplete, type ComboboxItem, type ComboboxItemGroup } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import type { AccountSender } from '../api.ts'
import { problemIn } from '../problem.ts'
import { shownNumber } from '../texts/shown-number.ts'
import type { Form } from '../ui/form.ts'
import { LinkButton } from '../ui/LinkButton.tsx'
import { shorten } from '../ui/shorten.ts'
import { FaultText } from '../ui/TextField.tsx'
import { sendersQuery } from './queries.ts'
import classes from './SenderPicker.module.css'
import { type SenderValues, senderNote } from './sender-values.ts'

const groups: [AccountSender['kind'], string][] = [
  ['phone_number', 'Phone numbers'],
  ['short_code', 'Short codes'],
  ['messaging_service', 'Services'],
  ['alphanumeric', 'Names'],
]

/** The account's own senders to choose from; typing is allowed, for one that the list does not show yet. */
export function SenderPicker({ form }: { form: Form<SenderValues> }) {
  const asked = useQuery(sendersQuery)
  const senders = asked.data?.items ?? []
  const byValue = new Map(senders.map((sender) => [shownNumber(sender.value), sender]))
  const fault = form.fault('sender')
  const take = (value: string) => form.set('sender', value)
  const note = senderNote(form.values.sender)
  return (
    <Autocomplete
      className={classes.field!}
      name="sender"
      label="Sender"
      autoComplete="off"
      placeholder={asked.isPending ? 'Asking the account…' : 'Choose, or type a number'}
      inputWrapperOrder={['label', 'input', 'error', 'description']}
      description={
        <>
          {note && `${note} `}A Messaging Service picks the number for each text. Recommended when you have more than
          one.
          {asked.isError && (
            <>
              <br />
              {problemIn(asked.error)?.body.detail ?? 'The list could not be loaded.'} You can type the sender.{' '}
              <LinkButton onClick={() => void asked.refetch()}>Try again</LinkButton>
            </>
          )}
        </>
      }
      data={grouped(senders)}
      filter={({ options }) =>
        byValue.has(form.values.sender) ? options : matching(options, form.values.sender, byValue)
      }
      renderOption={({ option }) => <SenderOption sender={byValue.get(option.value)} value={option.value} />}
      maxDropdownHeight={320}
      value={form.values.sender}
      onChange={take}
      onBlur={() => form.values.sender !== '' && form.left('sender')}
      error={fault && (fault.text ? <FaultText fault={fault} onUse={take} /> : true)}
      spellCheck={false}
      comboboxProps={{ shadow: 'none' }}
    />
  )
}

function SenderOption({ sender, value }: { sender: AccountSender | undefined; value: string }) {
  if (!sender) return value
  const isService = sender.kind === 'messaging_service'
  const about = [sender.country, sender.sms ? 'SMS' : null, sender.unusable].filter(Boolean).join(' · ')
  return (
    <span className={classes.option}>
      <span className={classes.value}>
        {isService ? (
          <>
            {sender.name ?? 'Service'} <span className="mono quiet">{shorten(sender.value)}</span>
          </>
        ) : (
          value
        )}
      </span>
      <span className={classes.about}>{about}</span>
    </span>
  )
}

function grouped(senders: AccountSender[]): ComboboxItemGroup<ComboboxItem>[] {
  return groups.flatMap(([kind, group]) => {
    const items = senders
      .filter((sender) => sender.kind === kind)
      .map((sender) => ({
        value: shownNumber(sender.value),
        label: shownNumber(sender.value),
        disabled: sender.unusable !== null,
      }))
    return items.length ? [{ group, items }] : []
  })
}

type Options = (ComboboxItem | ComboboxItemGroup<ComboboxItem>)[]

function matching(options: Options, typed: string, byValue: Map<string, AccountSender>): Options {
  const wanted = squeezed(typed)
  const fits = ({ value }: ComboboxItem) => squeezed(`${value} ${byValue.get(value)?.name ?? ''}`).includes(wanted)
  return options.flatMap((option): Options => {
    if (!('group' in option)) return fits(option) ? [option] : []
    const items = option.items.filter((item) => fits(item))
    return items.length ? [{ ...option, items }] : []
  })
}

function squeezed(text: string): string {
  return text.toLowerCase().replace(/[\s()-]/g, '')
}
