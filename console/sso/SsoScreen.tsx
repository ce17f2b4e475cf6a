import { Button } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import type { SingleSignOn } from '../api.ts'
import { NoPermission } from '../shell/screens.tsx'
import { useCan } from '../shell/session.ts'
import { Chip } from '../ui/Chip.tsx'
import { LinkButton } from '../ui/LinkButton.tsx'
import { Page } from '../ui/Page.tsx'
import { SecretLine } from '../ui/SecretField.tsx'
import { Row, Section } from '../ui/Section.tsx'
import { Bar, EmptyState, LoadError } from '../ui/states.tsx'
import { ProviderUris } from './ProviderUris.tsx'
import { ssoQuery } from './queries.ts'
import { RemoveDialog } from './RemoveDialog.tsx'
import classes from './Sso.module.css'
import { SsoForm } from './SsoForm.tsx'

/** How the people of the workspace sign in by their organisation's provider. */
export function SsoScreen() {
  const may = useCan('members.manage')
  return may ? <Sso /> : <NoPermission title="Single sign-on" thing="single sign-on" permission="members.manage" />
}

function Sso() {
  const sso = useQuery(ssoQuery)
  const [editing, edit] = useDisclosure(false)
  const { data } = sso
  return (
    <Page
      title="Single sign-on"
      status={data && <Status sso={data} />}
      sentence="People with an address at your domain sign in through your organisation’s own provider (OpenID Connect)."
    >
      <div className={classes.body}>
        {sso.isPending && <Bar width="60%" />}
        {sso.isError && !data && <LoadError thing="single sign-on" retry={sso.refetch} />}
        {data && !data.provider && !editing && (
          <EmptyState title="Not set up." actions={<Button onClick={edit.open}>Set up single sign-on</Button>}>
            You need a client at your provider, such as Okta, Google, Keycloak or Microsoft Entra ID. The operator of
            this installation then confirms that your domain is yours.
          </EmptyState>
        )}
        {data && editing && <SsoForm sso={data} onDone={edit.close} />}
        {data?.provider && !editing && <Saved sso={data} onEdit={edit.open} />}
      </div>
    </Page>
  )
}

function Status({ sso: { provider, domains } }: { sso: SingleSignOn }) {
  if (!provider) return <Chip tone="neutral">Off</Chip>
  if (domains.every(({ confirmed }) => !confirmed)) return <Chip tone="amber">Waits for the operator</Chip>
  return <Chip tone="green">{provider.required ? 'Required' : 'On'}</Chip>
}

function Saved({ sso, onEdit }: { sso: SingleSignOn; onEdit: () => void }) {
  const [removing, remove] = useDisclosure(false)
  const { provider, domains } = sso
  if (!provider) return null
  return (
    <>
      <Section
        title="Provider"
        purpose="Asked whether it takes this client before anything is saved."
        action={<LinkButton onClick={onEdit}>Edit</LinkButton>}
      >
        <Row label="Issuer">
          <span className="mono">{provider.issuer}</span>
        </Row>
        <Row label="Client ID">
          <span className="mono">{provider.client_id}</span>
        </Row>
        <Row label="Client secret">
          <SecretLine stored={provider.client_secret} />
        </Row>
        <ProviderUris sso={sso} />
      </Section>
      <Section title="Domains" purpose="Whose addresses sign in there. One counts once the operator confirmed it.">
        {domains.map(({ domain, confirmed }) => (
          <Row key={domain} label={domain}>
            {confirmed ? (
              <Chip tone="green" plain>
                Confirmed
              </Chip>
            ) : (
              <Chip tone="amber" icon="clock" plain>
                Waits for the operator of this installation
              </Chip>
            )}
          </Row>
        ))}
      </Section>
      <Section title="People" purpose="What becomes of whoever signs in there.">
        <Row label="Newcomers become">{provider.role.name}</Row>
        <Row label="Passwords">{provider.required ? 'Owners alone may use theirs' : 'Whoever has one may use it'}</Row>
        {provider.accept_unsaid && (
          <Row label="Addresses">Believed where the provider does not say that it verified them</Row>
        )}
      </Section>
      <div className={classes.danger}>
        <Button variant="default" classNames={{ label: classes.red! }} onClick={remove.open}>
          Remove single sign-on…
        </Button>
      </div>
      {removing && <RemoveDialog onClose={remove.close} />}
    </>
  )
}
