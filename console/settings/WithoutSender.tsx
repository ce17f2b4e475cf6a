import type { SettingsOut } from '../api.ts'
import { Banner } from '../ui/Banner.tsx'
import { senderWords } from './words.ts'

/** Another account has other senders: the one in use cannot go along. */
export function WithoutSender({ settings }: { settings: SettingsOut }) {
  return (
    <Banner tone="amber" title="This is another account.">
      {settings.sender && `${senderWords(settings.sender)} belongs to the account in use now. `}
      Choose a sender right after this is saved: until then nothing is sent.
    </Banner>
  )
}
