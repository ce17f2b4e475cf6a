import { Button } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { DISABLED_AFTER_DAYS } from '../../shared/webhooks.ts'
import { Banner } from '../ui/Banner.tsx'
import { Time } from '../ui/Time.tsx'
import { toast, toastFailure } from '../ui/toast.tsx'
import { type Webhook, webhooksApi } from './api.ts'
import { useChanged } from './queries.ts'
import classes from './Webhooks.module.css'

/** Where something is wrong with it, or it is off: what that means, and what to do. */
export function WebhookBanner({ webhook }: { webhook: Webhook }) {
  const { state, failing_since } = webhook
  if (state === 'active' && !failing_since) return null
  return (
    <div className={classes.banner}>
      {state === 'active' ? (
        <Banner tone="amber" title="No call has gone well lately.">
          Since <Time at={failing_since!} /> all have failed; each is tried again for three days. After{' '}
          {DISABLED_AFTER_DAYS} days the webhook is disabled. The log says what went wrong.
        </Banner>
      ) : (
        <Off webhook={webhook} />
      )}
    </div>
  )
}

function Off({ webhook }: { webhook: Webhook }) {
  const { id, state, state_since, disabled_for } = webhook
  const noteChanged = useChanged(id)
  const enable = useMutation({
    mutationFn: () => webhooksApi.change(id, { active: true }),
    onSuccess: async (changed) => {
      await noteChanged(changed)
      toast('The webhook is on.')
    },
    onError: (error) => toastFailure('The webhook is still off.', error),
  })
  const action = (
    <Button loading={enable.isPending} onClick={() => enable.mutate()}>
      Switch on
    </Button>
  )
  if (state === 'off')
    return (
      <Banner tone="amber" title="The webhook is off." action={action}>
        Since <Time at={state_since} /> it is told nothing. What happens meanwhile is not told later; what waited before
        goes when it is on.
      </Banner>
    )
  return (
    <Banner tone="red" title="Handset disabled the webhook." action={action}>
      {disabled_for === 'gone'
        ? 'It answered that nobody listens there any more (HTTP 410).'
        : `For ${DISABLED_AFTER_DAYS} days no call went well.`}{' '}
      It is told nothing since <Time at={state_since} as="hour" />. What happens meanwhile is kept for 30 days as
      failed. Once your endpoint answers again, switch the webhook on and have sent again what failed.
    </Banner>
  )
}
