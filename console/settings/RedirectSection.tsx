import { SegmentedControl, Switch } from '@mantine/core'
import { readPhone } from '../../shared/phone.ts'
import type { SettingsOut, SettingsPatch } from '../api.ts'
import { type Faults, useForm } from '../ui/form.ts'
import { Row } from '../ui/Section.tsx'
import { TextField } from '../ui/TextField.tsx'
import { Time } from '../ui/Time.tsx'
import { useEditing } from './editing.tsx'
import classes from './RedirectSection.module.css'
import { SaveForm } from './SaveForm.tsx'
import { SettingsSection } from './SettingsSection.tsx'

/** Section 6: every text to one phone, for as long as somebody tries things out. */
export function RedirectSection({ settings }: { settings: SettingsOut }) {
  const { redirect } = settings
  return (
    <SettingsSection
      id="redirect"
      title="Test redirect"
      purpose="Every text to one phone, while you try things out."
      summary={redirect.enabled ? `On: to ${redirect.phone_number}` : 'Off'}
      edit="Edit"
      form={<RedirectForm settings={settings} />}
    >
      <RedirectRows settings={settings} />
    </SettingsSection>
  )
}

function RedirectRows({ settings: { redirect } }: { settings: SettingsOut }) {
  return (
    <>
      <Row label="Redirect">{redirect.enabled ? 'On' : 'Off'}</Row>
      {redirect.phone_number && <Row label="Test phone">{redirect.phone_number}</Row>}
      {redirect.enabled && (
        <Row label="Off by itself">
          {redirect.until ? <Time at={redirect.until} /> : <span className="quiet">never</span>}
        </Row>
      )}
    </>
  )
}

interface RedirectValues {
  enabled: boolean
  phone_number: string
  /** Hours as text; `keep` leaves the end as it is. */
  ends: 'keep' | '1' | '8' | '24' | 'never'
}

function RedirectForm({ settings }: { settings: SettingsOut }) {
  const editing = useEditing()
  const { redirect } = settings
  const form = useForm<RedirectValues>(
    { enabled: redirect.enabled, phone_number: redirect.phone_number ?? '', ends: redirect.enabled ? 'keep' : '8' },
    (values) => rules(values, redirect.phone_number),
  )
  const { enabled, ends } = form.values
  return (
    <SaveForm
      form={form}
      settings={settings}
      toPatch={toPatch}
      pointers={{ '/redirect/phone_number': 'phone_number', '/redirect': 'phone_number' }}
      said={
        enabled
          ? 'Saved. Every text goes to the test phone from now on.'
          : 'Saved. Texts go to the people they are meant for.'
      }
      onSaved={(saved) => editing.saved('redirect', saved.checks)}
      theirs={(theirs) => <RedirectRows settings={theirs} />}
    >
      <Switch
        label="Redirect text messages to test phone"
        checked={enabled}
        onChange={(event) => form.set('enabled', event.currentTarget.checked)}
      />
      <TextField
        form={form}
        name="phone_number"
        label="Test phone number"
        inputMode="tel"
        placeholder="+14155551234"
        help="Everything runs as for real, then goes to this phone: one-time codes too, so nobody can sign in by SMS. At most 20 texts an hour; the rest are recorded as skipped."
      />
      {enabled && (
        <div>
          <div className={classes.label} id="redirect-ends">
            Off by itself after
          </div>
          <SegmentedControl
            aria-labelledby="redirect-ends"
            value={ends}
            onChange={(value) => form.set('ends', value as RedirectValues['ends'])}
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
    </SaveForm>
  )
}

function rules({ enabled, phone_number }: RedirectValues, stored: string | null): Faults<RedirectValues> {
  const typed = phone_number.trim()
  if (typed === '') return { phone_number: enabled ? { text: 'The test phone number is missing.' } : undefined }
  // The stored number is shown masked and goes back as it came.
  if (typed === stored) return {}
  const read = readPhone(typed)
  if (read.ok) return {}
  return { phone_number: { text: read.text, ...(read.suggestion && { use: read.suggestion }) } }
}

function toPatch({ enabled, phone_number, ends }: RedirectValues): SettingsPatch {
  const read = readPhone(phone_number)
  const number = read.ok ? read.e164 : phone_number.trim()
  return {
    redirect: {
      enabled,
      phone_number: number || null,
      ...(enabled && ends !== 'keep' && { ends_after_hours: ends === 'never' ? null : (Number(ends) as 1 | 8 | 24) }),
    },
  }
}
