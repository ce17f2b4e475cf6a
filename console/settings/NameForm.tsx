import { Switch, Textarea } from '@mantine/core'
import { namesContact } from '../../shared/sms/answers.ts'
import { countSegments } from '../../shared/sms/segments.ts'
import type { SettingsOut, SettingsPatch } from '../api.ts'
import { type Faults, useForm } from '../ui/form.ts'
import { TextField } from '../ui/TextField.tsx'
import { useEditing } from './editing.tsx'
import { SaveForm } from './SaveForm.tsx'
import { providerInSentence } from './words.ts'

interface Values {
  name: string
  help: string
  contact: string
  too: boolean
}

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
      pointers={{ '/name_in_texts': 'name', '/help_text': 'help', '/support_contact': 'contact' }}
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
    </SaveForm>
  )
}

function rules({ help, contact }: Values): Faults<Values> {
  if (!help.trim() || namesContact(help, contact)) return {}
  return { help: { text: 'Say whom to ask: an address, a page, a phone number, or your support contact.' } }
}

function toPatch({ name, help, contact, too }: Values): SettingsPatch {
  return {
    name_in_texts: name.trim() || null,
    help_text: help.trim() || null,
    support_contact: contact.trim() || null,
    help_too: too,
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
