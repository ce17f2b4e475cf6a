import type { SettingsOut } from '../api.ts'
import { useCan } from '../shell/session.ts'
import { ShortId } from '../ui/Copy.tsx'
import { LinkButton } from '../ui/LinkButton.tsx'
import { SecretLine } from '../ui/SecretField.tsx'
import { Row } from '../ui/Section.tsx'
import { useEditing } from './editing.tsx'
import { PreviousToken } from './PreviousToken.tsx'
import { TestedRow } from './TestedRow.tsx'

export function AccountRows({ settings }: { settings: SettingsOut }) {
  const { account, account_sid, credentials } = settings
  const editing = useEditing()
  const mayEdit = useCan('sms.configure')
  const replace = mayEdit && (
    <LinkButton onClick={() => editing.edit('account')} aria-label="Replace the stored secret">
      Replace
    </LinkButton>
  )
  return (
    <>
      <Row label="Account SID">
        {account_sid && <ShortId id={account_sid} label="Account SID" />} <span>{account?.name}</span>
        {account?.kind === 'trial' && <span className="quiet"> · trial account</span>}
      </Row>
      <Row label="Signs in with">{credentials?.kind === 'api_key' ? 'API key' : 'Auth Token'}</Row>
      {credentials?.kind === 'auth_token' && (
        <Row label="Auth Token" aside={replace}>
          <SecretLine stored={credentials.auth_token} />
        </Row>
      )}
      {credentials?.kind === 'api_key' && (
        <>
          <Row label="API key SID">
            <ShortId id={credentials.api_key_sid} label="API key SID" />
          </Row>
          <Row label="API key secret" aside={replace}>
            <SecretLine stored={credentials.api_key_secret} />
          </Row>
          <Row label="Auth Token, for receipts">
            {credentials.auth_token.set ? (
              <SecretLine stored={credentials.auth_token} />
            ) : (
              <span className="quiet">none</span>
            )}
          </Row>
        </>
      )}
      {account?.kind === 'unknown' && credentials?.kind === 'api_key' && (
        <p className="quiet">Account type unknown: this key may not read it. That is normal for Standard keys.</p>
      )}
      {settings.previous_token_until && <PreviousToken until={settings.previous_token_until} />}
      <TestedRow settings={settings} />
    </>
  )
}
