import { Button, Select } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { problemIn } from '../problem.ts'
import { faultsAt } from '../settings/faults-at.ts'
import { useCan } from '../shell/session.ts'
import { templatesQuery } from '../templates/queries.ts'
import { Banner } from '../ui/Banner.tsx'
import { Dialog, DialogActions } from '../ui/Dialog.tsx'
import { keepsFocus, useForm } from '../ui/form.ts'
import { LinkButton } from '../ui/LinkButton.tsx'
import { TextField } from '../ui/TextField.tsx'
import { toast } from '../ui/toast.tsx'
import { useSubmit } from '../ui/useSubmit.ts'
import { DeleteEventTypeDialog } from './DeleteEventTypeDialog.tsx'
import { type EventTypeOut, eventTypesApi, eventTypesQuery } from './event-types.ts'
import classes from './TriggerForm.module.css'

const KEY = /^[a-z][a-z0-9_.]{0,63}$/
const POINTERS = { '/type': 'type', '/name': 'name', '/about': 'about', '/template': 'template' } as const

/** Adds a kind of event of one's own, or changes what one is called. */
export function EventTypeDialog({ type: was, onClose }: { type: EventTypeOut | null; onClose: () => void }) {
  const queries = useQueryClient()
  const [deleting, setDeleting] = useState(false)
  const start = { type: was?.type ?? '', name: was?.name ?? '', about: was?.about ?? '', template: was?.template ?? '' }
  const form = useForm(start, ({ type, name }) => ({
    type: KEY.test(type) ? undefined : { text: 'Lower-case letters, digits, _ and . only, a letter first.' },
    name: name.trim() ? undefined : { text: 'The type needs a name.' },
  }))
  const { sending, frame } = useSubmit(form, {
    send: ({ type, name, about, template }) => {
      const words = { name: name.trim(), about: about.trim(), template: template || null }
      return was ? eventTypesApi.change(was.type, words) : eventTypesApi.add({ type, ...words })
    },
    onSent: async ({ name }) => {
      await queries.invalidateQueries({ queryKey: eventTypesQuery.queryKey })
      toast(was ? 'Saved.' : `The event type ${name} is added.`)
      onClose()
    },
    faultsIn: (error) => faultsAt<typeof start>(problemIn(error), POINTERS),
  })
  if (was && deleting) return <DeleteEventTypeDialog type={was} onClose={() => setDeleting(false)} onDone={onClose} />
  return (
    <Dialog opened onClose={onClose} title={was ? `Change ${was.name}` : 'Add an event type'}>
      <form {...frame} className={classes.fields}>
        {!was && (
          <TextField
            form={form}
            name="type"
            label="Key"
            placeholder="invoice.paid"
            help="As your product sends it. It stays as it is."
            maxLength={64}
            mono
            autoFocus
          />
        )}
        <TextField form={form} name="name" label="Name" placeholder="Invoice paid" maxLength={100} />
        <TextField form={form} name="about" label="What happens" placeholder="Money came in." maxLength={300} />
        <TemplateSelect value={form.values.template} onChange={(key) => form.set('template', key)} />
        {sending.isError && (
          <Banner tone="red" title="Nothing was saved." urgent>
            {sending.error.message}
          </Banner>
        )}
        {was && (
          <p className={classes.quiet}>
            <LinkButton danger onClick={() => setDeleting(true)}>
              Delete this type…
            </LinkButton>
          </p>
        )}
        <DialogActions>
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" loading={sending.isPending} {...keepsFocus}>
            {was ? 'Save' : 'Add it'}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  )
}

function TemplateSelect({ value, onChange }: { value: string; onChange: (key: string) => void }) {
  const templates = useQuery({ ...templatesQuery, enabled: useCan('templates.read') })
  const data = templates.data?.items.map(({ key, name }) => ({ value: key, label: name })) ?? []
  return (
    <Select
      label="Template offered first"
      placeholder="None"
      data={data}
      value={value || null}
      onChange={(key) => onChange(key ?? '')}
      clearable
      searchable
      withScrollArea={false}
      classNames={{ dropdown: classes.dropdown!, options: classes.options! }}
    />
  )
}
