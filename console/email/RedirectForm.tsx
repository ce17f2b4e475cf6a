import { SegmentedControl, Switch } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { problemIn } from '../problem.ts'
import { faultsAt } from '../settings/faults-at.ts'
import { SaveActions } from '../ui/ActionBar.tsx'
import { Banner } from '../ui/Banner.tsx'
import { type Faults, useForm } from '../ui/form.ts'
import { useUnsaved } from '../ui/leaving.tsx'
import { TextField } from '../ui/TextField.tsx'
import { toast } from '../ui/toast.tsx'
import { useSubmit } from '../ui/useSubmit.ts'
import { type EmailSettings, emailApi } from './api.ts'
import classes from './Email.module.css'
import { emailQuery } from './queries.ts'

interface Values {
  enabled: boolean
  to: string
  /** Hours as text; `keep` leaves the end as it is. */
  ends: 'keep' | '1' | '8' | '24' | 'never'
}

export function RedirectForm({ redirect, onDone }: { redirect: EmailSettings['redirect']; onDone: () => void }) {
  const form = useForm<Values>(
    { enabled: redirect.enabled, to: redirect.to ?? '', ends: redirect.enabled ? 'keep' : '8' },
    (values) => rules(values, redirect.to),
  )
  const queries = useQueryClient()
  useUnsaved(form.changed)
  const { sending, frame } = useSubmit(form, {
    send: ({ enabled, to, ends }) =>
      emailApi.change({
        redirect: {
          enabled,
          to: to.trim() || null,
          ...(enabled &&
            ends !== 'keep' && { ends_after_hours: ends === 'never' ? null : (Number(ends) as 1 | 8 | 24) }),
        },
      }),
    onSent: (saved) => {
      queries.setQueryData(emailQuery.queryKey, saved)
      toast(
        saved.redirect.enabled
          ? 'Saved. Mails about alerts go to the test address from now on.'
          : 'Saved. Mails go to the people they are meant for.',
      )
      onDone()
    },
    faultsIn: (error) => faultsAt<Values>(problemIn(error), { '/redirect/to': 'to' }),
  })
  const { enabled, ends } = form.values
  return (
    <form {...frame}>
      <div className={classes.fields}>
        <Switch
          label="Redirect email to test address"
          checked={enabled}
          onChange={(event) => form.set('enabled', event.currentTarget.checked)}
        />
        <TextField
          form={form}
          name="to"
          label="Test address"
          type="email"
          inputMode="email"
          placeholder="tests@acme.example"
          help="Everything runs as for real, then goes to this address. The links under a mail still act for the person it was meant for. At most 20 mails an hour; the rest are recorded as skipped. Invitations and links for a new password are not redirected."
        />
        {enabled && (
          <div>
            <div className={classes.label} id="email-redirect-ends">
              Off by itself after
            </div>
            <SegmentedControl
              aria-labelledby="email-redirect-ends"
              value={ends}
              onChange={(value) => form.set('ends', value as Values['ends'])}
              data={[
                ...(redirect.enabled ? [{ value: 'keep', label: 'as it is' }] : []),
                { value: '1', label: '1 h' },
                { value: '8', label: '8 h' },
                { value: '24', label: '24 h' },
                { value: 'never', label: 'never' },
              ]}
            />
          </div>
        )}
        {sending.isError && (
          <Banner tone="red" title="Nothing was saved." urgent>
            {form.fault('to') ? 'Why stands at the field.' : sending.error.message}
          </Banner>
        )}
      </div>
      <SaveActions label="Save" busy={sending.isPending} onCancel={onDone} />
    </form>
  )
}

function rules({ enabled, to }: Values, stored: string | null): Faults<Values> {
  const typed = to.trim()
  if (typed === '') return { to: enabled ? { text: 'The test address is missing.' } : undefined }
  // The stored one is shown masked and goes back as it came.
  if (typed === stored || /^[^\s@<>,;"()]+@[^\s@<>,;"()]+$/.test(typed)) return {}
  return { to: { text: 'One email address, as in tests@acme.example.' } }
}
