import { Switch, Textarea } from '@mantine/core'
import { namesContact } from '../../shared/sms/answers.ts'
import { countSegments } from '../../shared/sms/segments.ts'
import type { SettingsOut, SettingsPatch } from '../api.ts'
import { type Faults, type Form, useForm } from '../ui/form.ts'
import { TextField } from '../ui/TextField.tsx'
import { useEditing } from './editing.tsx'
import { SaveForm } from './SaveForm.tsx'
import { providerInSentence } from './words.ts'

interface Values {
  name: string
  help: string
  contact: string
  too: boolean
  titles: boolean
  segments: string
}

const pointers = {
  '/name_in_texts': 'name',
  '/help_text': 'help',
  '/support_contact': 'contact',
  '/titles_in_texts': 'titles',
  '/alert_segments': 'segments',
} as const

interface NameFormProps {
  settings: SettingsOut
  theirs: (settings: SettingsOut) => React.ReactNode
}

export function NameForm({ settings, theirs }: NameFormProps) {
  const editing = useEditing()
  const { provider } = settings
  const form = useForm<Values>(
    {
      name: settings.name_in_texts ?? '',
      help: settings.help_text ?? '',
      contact: settings.support_contact ?? '',
      too: settings.help_too,
      titles: settings.titles_in_texts,
      segments: String(settings.alert_segments),
    },
    rules,
  )
  const { name, help } = form.values
  const fault = form.fault('help')
  return (
    <SaveForm
      form={form}
      settings={settings}
      toPatch={toPatch}
      pointers={pointers}
      onSaved={(saved) => editing.saved('name', saved.checks)}
      theirs={theirs}
    >
      <TextField
        form={form}
        name="name"
        label="Name in texts"
        maxLength={100}
        autoFocus
        help={
          <>
            Starts the texts that Handset words itself, such as the test. Texts you post are sent as you wrote them.
            Short is cheap: it counts in each segment.
            <br />
            <span aria-live="polite">{uses(name.trim() ? `${name.trim()}: ` : '')}</span>
          </>
        }
      />
      <Textarea
        label="HELP text"
        autosize
        minRows={2}
        maxLength={480}
        placeholder={settings.help_text ? undefined : settings.help_preview}
        description={
          <>
            What answers HELP. Say who you are and whom to ask; leave it empty and Handset words it, in the person’s
            language where it can.
            <br />
            <span aria-live="polite">{uses(help.trim())}</span>
          </>
        }
        value={help}
        onChange={(event) => form.set('help', event.currentTarget.value)}
        onBlur={() => form.left('help')}
        error={fault?.text}
        aria-invalid={fault ? true : undefined}
      />
      <TextField
        form={form}
        name="contact"
        label="Support contact"
        maxLength={200}
        help="An address, a page or a number, as people should read it. It is the workspace’s, shown to its members too."
      />
      {provider && provider !== 'webhook' && (
        <Switch
          label="Also send our HELP text"
          description={`${upper(providerInSentence[provider])} answers HELP on most numbers by itself, without your contact.`}
          checked={form.values.too}
          onChange={(event) => form.set('too', event.currentTarget.checked)}
        />
      )}
      <AlertFields form={form} />
    </SaveForm>
  )
}

/** What of an item may stand in the texts of alerts, and how long those may be. */
function AlertFields({ form }: { form: Form<Values> }) {
  return (
    <>
      <Switch
        label="Titles in texts"
        description="Off: texts carry the identifier and the link only."
        checked={form.values.titles}
        onChange={(event) => form.set('titles', event.currentTarget.checked)}
      />
      <TextField
        form={form}
        name="segments"
        label="Longest alert, in segments"
        inputMode="numeric"
        help="Texts of alerts that would be longer are shortened: the title first, then what happened, never the link."
      />
    </>
  )
}

function rules({ help, contact, segments }: Values): Faults<Values> {
  const names = !help.trim() || namesContact(help, contact)
  return {
    help: names ? undefined : { text: 'Say whom to ask: an address, a page, a phone number, or your support contact.' },
    segments: /^([1-9]|10)$/.test(segments.trim()) ? undefined : { text: 'Write a whole number from 1 to 10.' },
  }
}

function toPatch({ name, help, contact, too, titles, segments }: Values): SettingsPatch {
  return {
    name_in_texts: name.trim() || null,
    help_text: help.trim() || null,
    support_contact: contact.trim() || null,
    help_too: too,
    titles_in_texts: titles,
    alert_segments: Number(segments),
  }
}

/** What it takes: of the first segment, or how many segments. */
export function uses(text: string): string {
  const { encoding, units, segments } = countSegments(text)
  if (segments > 1) return `${units} characters, ${segments} segments`
  return `uses ${units} of ${encoding === 'GSM-7' ? 160 : 70}`
}

function upper(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}
