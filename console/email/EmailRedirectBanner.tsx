import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useCan } from '../shell/session.ts'
import { Banner } from '../ui/Banner.tsx'
import { LinkButton } from '../ui/LinkButton.tsx'
import { Time } from '../ui/Time.tsx'
import { toast, toastFailure } from '../ui/toast.tsx'
import { emailApi } from './api.ts'
import classes from './Email.module.css'
import { emailQuery } from './queries.ts'

/** Beside that of texts, on every screen that shows what goes out, for as long as mails do not go where they were meant to. */
export function EmailRedirectBanner() {
  const { data } = useQuery(emailQuery)
  if (!data?.redirect.enabled) return null
  const { to, since, by, redirected, over_limit } = data.redirect
  return (
    <div className={classes.banner}>
      <Banner tone="amber" title="Email redirect is on." action={<TurnOffEmailRedirect />}>
        Every mail about an alert goes to {to}. On
        {since && (
          <>
            {' since '}
            <Time at={since} as="hour" />
          </>
        )}
        {by && ` by ${by}`}; {redirected.toLocaleString('en')} redirected, {over_limit.toLocaleString('en')} skipped
        over the limit.
      </Banner>
    </div>
  )
}

/** Nothing for those who may not. */
export function TurnOffEmailRedirect() {
  const mayManage = useCan('workspace.manage')
  const queries = useQueryClient()
  const turnOff = useMutation({
    mutationFn: () => emailApi.change({ redirect: { enabled: false } }),
    onSuccess: (saved) => {
      queries.setQueryData(emailQuery.queryKey, saved)
      void queries.invalidateQueries()
      toast('Email redirect is off. Mails go to the people they are meant for.')
    },
    onError: (error) => toastFailure('Email redirect is still on.', error),
  })
  if (!mayManage) return null
  return (
    <LinkButton disabled={turnOff.isPending} onClick={() => turnOff.mutate()}>
      Turn off email redirect
    </LinkButton>
  )
}
