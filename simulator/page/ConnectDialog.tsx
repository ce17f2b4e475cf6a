import { Modal, Select, Stack } from '@mantine/core'
import { type ReactNode, useState } from 'react'
import type { SimAccountView, SimStateView } from '../wire.ts'
import styles from './ConnectDialog.module.css'
import { Copy } from './Copy.tsx'
import { useIsNarrow } from './narrow.ts'
import { formatPhone } from './words.ts'

/** Everything that a client needs, to copy. These credentials open nothing but this simulator. */
export function ConnectDialog({
  state,
  isOpen,
  onClose,
}: {
  state: SimStateView
  isOpen: boolean
  onClose: () => void
}) {
  const [sid, setSid] = useState(state.accounts[0]?.sid ?? '')
  const isNarrow = useIsNarrow()
  const account = state.accounts.find((candidate) => candidate.sid === sid)
  return (
    <Modal opened={isOpen} onClose={onClose} title="Connect" size={640} fullScreen={isNarrow}>
      <Stack gap="md">
        <Select
          label="Account"
          description="One for each case that a client must tell apart"
          allowDeselect={false}
          data={state.accounts.map((one) => ({ value: one.sid, label: one.name }))}
          value={sid}
          onChange={(chosen) => setSid(chosen ?? '')}
        />
        {account && <Credentials account={account} url={state.url} />}
        {account && <Code account={account} url={state.url} />}
      </Stack>
    </Modal>
  )
}

function Credentials({ account, url }: { account: SimAccountView; url: string }) {
  const senders = [
    ...account.numbers.map((number) => [
      number.phone_number,
      `${formatPhone(number.phone_number)} · ${number.country}${number.sms ? '' : ' · voice only'}${number.type === 'toll free' ? ' · toll-free' : ''}`,
    ]),
    ...account.short_codes.map((code) => [code.short_code, `${code.short_code} · short code · ${code.country}`]),
  ] as [value: string, label: string][]
  return (
    <dl className={styles.facts}>
      <Fact label="Base address" value={url} />
      <Fact label="Account SID" value={account.sid} />
      <Fact label="Auth Token" value={account.auth_token} />
      {account.keys.map((key) => (
        <Fact key={key.sid} label={`${key.kind} key`} value={key.sid}>
          <Value value={key.secret} what={`secret of the ${key.kind} key`} />
        </Fact>
      ))}
      {account.verified.length > 0 && <Fact label="Verified" value={account.verified.join(' ')} />}
      {senders.length > 0 && (
        <>
          <dt>Numbers</dt>
          <dd>
            {senders.map(([value, label]) => (
              <Value key={value} value={value} shown={label} what={value} />
            ))}
          </dd>
        </>
      )}
      {account.services.map((service) => (
        <Fact key={service.sid} label="Service" value={service.sid}>
          <span className="quiet">
            {service.name} · {service.senders.length} {service.senders.length === 1 ? 'number' : 'numbers'}
            {service.inbound_request_url === null && service.senders.length > 0 && ' · replies are dropped'}
          </span>
        </Fact>
      ))}
    </dl>
  )
}

function Fact({ label, value, children }: { label: string; value: string; children?: ReactNode }) {
  return (
    <>
      <dt>{label}</dt>
      <dd>
        <Value value={value} what={label} />
        {children}
      </dd>
    </>
  )
}

function Value({ value, what, shown }: { value: string; what: string; shown?: string }) {
  return (
    <div className={styles.value}>
      <span className={shown ? undefined : 'mono'}>{shown ?? value}</span>
      <Copy value={value} what={what} />
    </div>
  )
}

function Code({ account, url }: { account: SimAccountView; url: string }) {
  const lines = [
    `class Local extends twilio.RequestClient { request(o) { return super.request({ ...o, uri: o.uri.replace(/^https:\\/\\/[^/]+/, '${url}') }) } }`,
    `const client = twilio('${account.sid}', '${account.auth_token}', { httpClient: new Local() })`,
  ].join('\n')
  return (
    <div>
      <p className={styles.how}>
        Point any client here: base address <code className="mono">{url}</code>. All of the provider's hosts are under
        it.
      </p>
      <div className={styles.codeHead}>
        <span className="quiet">The official package, in two lines</span>
        <Copy value={lines} what="the two lines" />
      </div>
      <pre className={styles.code}>{lines}</pre>
    </div>
  )
}
