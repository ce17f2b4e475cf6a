import { Radio } from '@mantine/core'
import type { SettingsOut } from '../api.ts'
import { useForm } from '../ui/form.ts'
import { TextField } from '../ui/TextField.tsx'
import { useEditing } from './editing.tsx'
import { SaveForm } from './SaveForm.tsx'
import { SenderPicker } from './SenderPicker.tsx'
import { SenderRows } from './SenderRows.tsx'
import { isService, type SenderValues, senderRules, storedSender, toSenderPatch } from './sender-values.ts'

const pointers = { '/sender': 'sender', '/organization_number': 'organization_number' } as const

export function SenderForm({ settings }: { settings: SettingsOut }) {
  const editing = useEditing()
  const form = useForm<SenderValues>(storedSender(settings), senderRules)
  const { sender, organization } = form.values
  const service = isService(sender)
  return (
    <SaveForm
      form={form}
      settings={settings}
      toPatch={toSenderPatch}
      pointers={pointers}
      asks={settings.provider === 'simulator' ? 'the simulator' : 'Twilio'}
      label={sender.trim() === '' ? 'Save without a sender: drafts only' : 'Check and save'}
      said={
        sender.trim() === '' ? 'Saved without a sender: nothing is sent yet.' : 'Saved. New texts use it from now on.'
      }
      onSaved={(saved) => editing.saved('sender', saved.checks)}
      theirs={(theirs) => <SenderRows settings={theirs} />}
    >
      <SenderPicker form={form} />
      <Radio.Group
        label="Organization number"
        description="The number people see and answer."
        value={organization}
        onChange={(value) => form.set('organization', value as SenderValues['organization'])}
      >
        <Radio mt={8} value="same" label={service ? 'the number each text comes from' : 'same as sender'} />
        <Radio mt={8} value="another" label="another" />
      </Radio.Group>
      {organization === 'another' && (
        <TextField
          form={form}
          name="organization_number"
          label="Number"
          inputMode="tel"
          placeholder="+14155551234"
          help={service ? 'One of the numbers in this service.' : 'It must be on the same account.'}
        />
      )}
    </SaveForm>
  )
}
