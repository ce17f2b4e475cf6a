import type { Installation } from '../api.ts'
import { useForm } from '../ui/form.ts'
import { Row } from '../ui/Section.tsx'
import { TextField } from '../ui/TextField.tsx'
import { InstallationForm } from './InstallationForm.tsx'

const ADDRESS = 'Write it in full, as in https://sms.acme.example.'

export function PublicAddressForm({ installation }: { installation: Installation }) {
  const { public_url } = installation
  const form = useForm({ public_url: public_url.value ?? '' }, ({ public_url: typed }) => ({
    public_url: typed.trim() === '' || /^https?:\/\/[^/\s]+\/?$/.test(typed.trim()) ? undefined : { text: ADDRESS },
  }))
  if (public_url.from === 'environment')
    return (
      <Row label="Address">
        <span className="mono">{public_url.value}</span>{' '}
        <span className="quiet">
          set by <span className="mono">HANDSET_PUBLIC_URL</span> in the environment of the server, and changed there
        </span>
      </Row>
    )
  return (
    <InstallationForm
      label="Public address"
      installation={installation}
      form={form}
      toPatch={({ public_url: typed }) => ({ public_url: typed.trim() || null })}
      pointers={{ '/public_url': 'public_url' }}
      valuesOf={(saved) => ({ public_url: saved.public_url.value ?? '' })}
    >
      <TextField
        form={form}
        name="public_url"
        label="Address"
        mono
        inputMode="url"
        placeholder="https://sms.acme.example"
        help="Without one, receipts are asked for instead of received, and mails hold no links."
      />
    </InstallationForm>
  )
}
