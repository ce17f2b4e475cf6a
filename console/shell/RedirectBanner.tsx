import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { api } from '../api.ts'
import { EmailRedirectBanner, TurnOffEmailRedirect } from '../email/EmailRedirectBanner.tsx'
import { emailQuery } from '../email/queries.ts'
import { readinessQuery, settingsQuery } from '../settings/queries.ts'
import { Banner } from '../ui/Banner.tsx'
import { LinkButton } from '../ui/LinkButton.tsx'
import { Time } from '../ui/Time.tsx'
import { toast, toastFailure } from '../ui/toast.tsx'
import classes from './RedirectBanner.module.css'
import { useCan } from './session.ts'

/** On every screen that shows or makes texts, for as long as texts or mails do not go where they were meant to go. */
export function RedirectBanners() {
  const texts = useQuery({ ...settingsQuery, enabled: useCan('sms.read') }).data
  const mails = useQuery(emailQuery).data?.redirect
  if (texts?.redirect.enabled && !texts.above?.redirecting && mails?.enabled)
    return <Both phone={texts.redirect.phone_number} address={mails.to} />
  return (
    <>
      <RedirectBanner />
      <EmailRedirectBanner />
    </>
  )
}

/** Since when and by whom stands with each in its settings. */
function Both({ phone, address }: { phone: string | null; address: string | null }) {
  return (
    <div className={classes.place}>
      <Banner
        tone="amber"
        title="Redirect is on for texts and mails."
        action={
          <span className={classes.both}>
            <TurnOff>Turn off text redirect</TurnOff>
            <TurnOffEmailRedirect />
          </span>
        }
      >
        Every text, one-time codes included, goes to {phone}, every mail about an alert to {address}.
      </Banner>
    </div>
  )
}

function RedirectBanner() {
  const mayRead = useCan('sms.read')
  const settings = useQuery({ ...settingsQuery, enabled: mayRead })
  const readiness = useQuery({ ...readinessQuery, enabled: !mayRead })
  const told = readiness.data?.checks.find((check) => check.id === 'redirect' && check.status === 'warn')
  const redirect = settings.data?.redirect
  if (settings.data?.above?.redirecting) return <Above />
  if (redirect?.enabled) return <Details redirect={redirect} />
  return told ? (
    <div className={classes.place}>
      <Banner tone="amber" title="Redirect is on.">
        {told.reason}
      </Banner>
    </div>
  ) : null
}

function Above() {
  return (
    <div className={classes.place}>
      <Banner tone="amber" title="Redirect is on.">
        The operator sends the texts of all workspaces, one-time codes included, to a test phone.
      </Banner>
    </div>
  )
}

interface Redirect {
  phone_number: string | null
  since: string | null
  by: string | null
  redirected: number
  over_limit: number
}

function Details({ redirect }: { redirect: Redirect }) {
  return (
    <div className={classes.place}>
      <Banner tone="amber" title="Redirect is on." action={<TurnOff>Turn off</TurnOff>}>
        Every text, one-time codes included, goes to {redirect.phone_number}. On
        {redirect.since && (
          <>
            {' since '}
            <Time at={redirect.since} as="hour" />
          </>
        )}
        {redirect.by && ` by ${redirect.by}`}; {redirect.redirected.toLocaleString('en')} redirected,{' '}
        {redirect.over_limit.toLocaleString('en')} skipped over the limit.
      </Banner>
    </div>
  )
}

function TurnOff({ children }: { children: string }) {
  const mayConfigure = useCan('sms.configure')
  const queries = useQueryClient()
  const turnOff = useMutation({
    mutationFn: () => api.saveSettings({ redirect: { enabled: false } }),
    onSuccess: (saved) => {
      queries.setQueryData(settingsQuery.queryKey, saved)
      void queries.invalidateQueries()
      toast('Redirect is off. Texts go to the people they are meant for.')
    },
    onError: (error) => toastFailure('Redirect is still on.', error),
  })
  if (!mayConfigure) return null
  return (
    <LinkButton disabled={turnOff.isPending} onClick={() => turnOff.mutate()}>
      {children}
    </LinkButton>
  )
}
