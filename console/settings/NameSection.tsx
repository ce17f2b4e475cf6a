import { countSegments } from '../../shared/sms/segments.ts'
import type { SettingsOut } from '../api.ts'
import { useMe } from '../shell/session.ts'
import { useForm } from '../ui/form.ts'
import { Row } from '../ui/Section.tsx'
import { TextField } from '../ui/TextField.tsx'
import { useEditing } from './editing.tsx'
import { SaveForm } from './SaveForm.tsx'
import { SettingsSection } from './SettingsSection.tsx'

/** How the texts begin that Handset words itself. */
export function NameSection({ settings }: { settings: SettingsOut }) {
  const { workspace } = useMe()
  return (
    <SettingsSection
      id="name"
      title="Name in texts"
      purpose="So that people know at once who writes, in the texts that Handset words itself."
      summary={settings.name_in_texts ?? workspace.name}
      edit="Edit"
      form={<NameForm settings={settings} />}
    >
      <NameRow settings={settings} />
    </SettingsSection>
  )
}

function NameRow({ settings: { name_in_texts } }: { settings: SettingsOut }) {
  const { workspace } = useMe()
  return (
    <Row label="Name">
      {name_in_texts ? (
        <>
          <span className="mono">{name_in_texts}</span> <span className="quiet">{uses(name_in_texts)}</span>
        </>
      ) : (
        <>
          <span className="mono">{workspace.name}</span>{' '}
          <span className="quiet">{workspace.installation ? 'until you give one' : 'the workspace’s name'}</span>
        </>
      )}
    </Row>
  )
}

function NameForm({ settings }: { settings: SettingsOut }) {
  const editing = useEditing()
  const form = useForm({ name: settings.name_in_texts ?? '' }, () => ({}))
  return (
    <SaveForm
      form={form}
      settings={settings}
      toPatch={({ name }) => ({ name_in_texts: name.trim() || null })}
      pointers={{ '/name_in_texts': 'name' }}
      onSaved={(saved) => editing.saved('name', saved.checks)}
      theirs={(theirs) => <NameRow settings={theirs} />}
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
            <span aria-live="polite">{uses(form.values.name)}</span>
          </>
        }
      />
    </SaveForm>
  )
}

/** What the name takes of the first segment, with the colon and the space behind it. */
function uses(name: string): string {
  const { encoding, units } = countSegments(name.trim() ? `${name.trim()}: ` : '')
  return `uses ${units} of ${encoding === 'GSM-7' ? 160 : 70}`
}
