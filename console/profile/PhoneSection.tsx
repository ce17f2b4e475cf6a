import { Switch } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { formatPhone } from '../../shared/phone.ts'
import { api, type OwnPhone } from '../api.ts'
import { SmsStillOff } from '../preferences/SmsStillOff.tsx'
import { Banner } from '../ui/Banner.tsx'
import { Chip } from '../ui/Chip.tsx'
import { LinkButton } from '../ui/LinkButton.tsx'
import { Row, Section } from '../ui/Section.tsx'
import { Bar, LoadError } from '../ui/states.tsx'
import { Time } from '../ui/Time.tsx'
import { toast } from '../ui/toast.tsx'
import { CodeForm } from './CodeForm.tsx'
import { NumberForm } from './NumberForm.tsx'
import classes from './Profile.module.css'
import { ownPhoneQuery } from './queries.ts'
import { EndedByLink } from './ReturnForm.tsx'
import { useOwnPhone } from './useOwnPhone.ts'

/** One's own number in this workspace: each has its own directory. */
export function PhoneSection({ workspace }: { workspace: string }) {
  const query = useQuery(ownPhoneQuery)
  const { data } = query
  return (
    <Section id="sms" title="Notification channels: SMS" purpose={`Where texts from ${workspace} reach you.`}>
      {query.isPending && <Bar width="40%" />}
      {query.isError && !data && <LoadError thing="your number" retry={query.refetch} />}
      {data && <Own phone={data} />}
    </Section>
  )
}

function Own({ phone }: { phone: OwnPhone }) {
  const [changing, setChanging] = useState(false)
  const done = () => setChanging(false)
  const asks = phone.state === 'none' || changing
  return (
    <div className={classes.own}>
      <Trouble phone={phone} />
      {phone.number && <OwnNumber phone={phone} onChange={() => setChanging(true)} />}
      {phone.state === 'code_sent' && !changing && <CodeForm phone={phone} onOther={() => setChanging(true)} />}
      {asks && <NumberForm phone={phone} onDone={done} canCancel={phone.state !== 'none'} />}
      {phone.number && phone.state !== 'code_sent' && !changing && <Wanted phone={phone} />}
      {!changing && isReady(phone) && <SmsStillOff />}
    </div>
  )
}

/** As far as the number goes. */
function isReady({ state, sms_on, opted_out }: OwnPhone): boolean {
  return state === 'confirmed' && sms_on && !opted_out
}

/** What keeps texts from arriving, whatever the number. */
function Trouble({ phone }: { phone: OwnPhone }) {
  const { opted_out: stopped } = phone
  if (stopped?.by_admin) {
    return (
      <Banner tone="red" title="Texts to this number were stopped.">
        An administrator stopped them on <Time at={stopped.since} as="day" />. Ask an administrator to lift it.
      </Banner>
    )
  }
  if (stopped?.by_link) return <EndedByLink since={stopped.since} wording={phone.wording} />
  if (stopped) {
    return (
      <Banner tone="red" title="This number answered STOP.">
        No text has gone to it since <Time at={stopped.since} as="day" />.{' '}
        {stopped.text_start_to
          ? `Text START to ${whole(stopped.text_start_to)} from that phone, and texts come again.`
          : 'Text START from that phone, as an answer to an earlier text, and texts come again.'}
      </Banner>
    )
  }
  if (phone.redirected) {
    return (
      <Banner tone="amber" title="Texts go to a test phone.">
        An administrator has redirected all texts to a test phone, so a code will not arrive here.
      </Banner>
    )
  }
  if (phone.channel_on) return null
  return (
    <Banner tone="amber" title="SMS is not working in this workspace now.">
      Nothing is texted until an administrator has mended it, codes neither.
    </Banner>
  )
}

/** No line ends within a number. */
function whole(number: string): string {
  return number.replaceAll(' ', '\u00a0')
}

const STATES = {
  confirmed: { tone: 'green', text: 'Confirmed' },
  directory: { tone: 'green', text: 'From your directory' },
  unconfirmed: { tone: 'amber', text: 'Not confirmed' },
  code_sent: { tone: 'green', text: 'Confirmed' },
  none: { tone: 'neutral', text: 'None' },
} as const

function OwnNumber({ phone, onChange }: { phone: OwnPhone; onChange: () => void }) {
  const remove = useOwnPhone(api.removeOwnPhone, 'Your number was not removed.')
  const confirm = useOwnPhone(() => api.sendOwnCode(phone.number!), 'No code was sent.')
  const { tone, text } = STATES[phone.state]
  const gone = () => remove.mutate(undefined, { onSuccess: () => toast('Your number is removed.') })
  return (
    <>
      <Row
        label="Number"
        aside={
          phone.state === 'directory' || phone.state === 'code_sent' ? undefined : (
            <span className={classes.actions}>
              {phone.state === 'unconfirmed' && (
                <LinkButton onClick={() => confirm.mutate()} disabled={confirm.isPending}>
                  Confirm
                </LinkButton>
              )}
              <LinkButton onClick={onChange}>Change</LinkButton>
              <LinkButton danger onClick={gone} disabled={remove.isPending}>
                Remove
              </LinkButton>
            </span>
          )
        }
      >
        <span className="mono">{formatPhone(phone.number!)}</span>{' '}
        <Chip tone={tone} plain>
          {text}
        </Chip>
      </Row>
      {phone.state === 'directory' && (
        <p className="quiet">Your number comes from the directory. Ask an administrator to change it there.</p>
      )}
      {phone.shared && (
        <p className="quiet">Somebody else here has this number too: STOP from that phone silences all of you.</p>
      )}
    </>
  )
}

/** One's own switch. After STOP it cannot bring texts back, so it is not offered. */
function Wanted({ phone }: { phone: OwnPhone }) {
  const change = useOwnPhone(api.switchOwnTexts, 'The switch was not changed.')
  const on = change.isPending ? change.variables : phone.sms_on
  return (
    <Row label="Texts">
      <Switch
        checked={on && !phone.opted_out}
        disabled={phone.opted_out !== null || change.isPending}
        onChange={(event) => change.mutate(event.currentTarget.checked)}
        label={phone.opted_out ? 'Stopped' : on ? 'On' : 'Off'}
        description={
          phone.opted_out ? 'Nothing is texted to this number, codes neither.' : 'Codes come whatever this says.'
        }
      />
    </Row>
  )
}
