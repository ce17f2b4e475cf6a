import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { SettingsOut } from '../api.ts'
import { emailQuery } from '../email/queries.ts'
import { RedirectBanners } from '../shell/RedirectBanner.tsx'
import { useCan } from '../shell/session.ts'
import { Banner } from '../ui/Banner.tsx'
import { LinkButton } from '../ui/LinkButton.tsx'
import classes from './Banners.module.css'
import { useEditing } from './editing.tsx'
import { firstSentence } from './first-sentence.ts'
import { readinessQuery } from './queries.ts'
import { RepliesBanner } from './RepliesBanner.tsx'
import { VerifiedNumbers } from './VerifiedNumbers.tsx'

/** The most serious trouble, and how many more there are. */
export function Banners({ settings }: { settings: SettingsOut }) {
  const [all, setAll] = useState(false)
  const readiness = useQuery(readinessQuery)
  const receipts = readiness.data?.checks.find((check) => check.id === 'receipts')
  const replies = readiness.data?.checks.find((check) => check.id === 'replies')
  const email = useQuery(emailQuery)
  const redirected =
    settings.redirect.enabled || settings.above?.redirecting === true || email.data?.redirect.enabled === true
  const banners = [
    settings.state === 'invalid' && <Paused key="paused" settings={settings} />,
    redirected && <RedirectBanners key="redirect" />,
    settings.state === 'can_run' && replies?.status === 'fail' && (
      <RepliesBanner key="replies" reason={replies.reason} canPoint={settings.inherited === false} />
    ),
    // Without a public address results are only late, and there is nothing here to check.
    settings.state === 'can_run' && receipts?.status === 'warn' && receipts.href !== null && (
      <Receipts key="receipts" reason={receipts.reason} remedy={receipts.remedy} />
    ),
    settings.account?.kind === 'trial' && <Trial key="trial" />,
  ].filter((banner) => banner !== false)
  if (banners.length === 0) return null
  return (
    <div className={classes.banners}>
      {all ? banners : banners[0]}
      {banners.length > 1 && (
        <LinkButton className={classes.more} aria-expanded={all} onClick={() => setAll(!all)}>
          {all ? 'Show the most serious only' : `and ${banners.length - 1} more`}
        </LinkButton>
      )}
    </div>
  )
}

function Paused({ settings }: { settings: SettingsOut }) {
  const editing = useEditing()
  const mayConfigure = useCan('sms.configure')
  const [first, rest] = firstSentence(settings.state_reason ?? 'Sending is paused.')
  const isSignIn = settings.waiting?.reason === 'bad_credentials'
  const secret = { api_key: 'API key secret', auth_token: 'Auth Token' }[settings.credentials?.kind ?? 'auth_token']
  return (
    <Banner
      tone="red"
      title={first}
      action={
        isSignIn &&
        mayConfigure &&
        !settings.inherited && <LinkButton onClick={() => editing.edit('account')}>Replace {secret}</LinkButton>
      }
    >
      {rest}
    </Banner>
  )
}

function Receipts({ reason, remedy }: { reason: string; remedy: string | null }) {
  const editing = useEditing()
  const show = () => {
    editing.show('receipts')
    document.getElementById('receipts')?.scrollIntoView({ block: 'start' })
  }
  const [first, rest] = firstSentence(reason)
  return (
    <Banner tone="amber" title={first} action={<LinkButton onClick={show}>What to check</LinkButton>}>
      {rest} {remedy}
    </Banner>
  )
}

function Trial() {
  return (
    <Banner
      tone="blue"
      title="Trial account: only numbers verified at Twilio are reached,"
      action={<VerifiedNumbers>Verified numbers ↗</VerifiedNumbers>}
    >
      each text starts with Twilio's trial sentence (38 characters), and the balance is small. Newer trials reach
      verified US numbers only, from a number Twilio assigns, for 30 days. Fine for testing; upgrade before going live.
    </Banner>
  )
}
