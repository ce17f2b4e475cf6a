import { Button } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconArrowLeft } from '@tabler/icons-react'
import { useMutation, useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { problemIn } from '../problem.ts'
import { NoPermission } from '../shell/screens.tsx'
import { useCan } from '../shell/session.ts'
import { Chip } from '../ui/Chip.tsx'
import { DangerRow } from '../ui/DangerRow.tsx'
import { Page } from '../ui/Page.tsx'
import { LoadError } from '../ui/states.tsx'
import { WaitingLines } from '../ui/Table.tsx'
import { toast, toastFailure } from '../ui/toast.tsx'
import { type Webhook, webhooksApi } from './api.ts'
import { DeleteDialog } from './DeleteDialog.tsx'
import { DeliveryLog } from './DeliveryLog.tsx'
import { useChanged, webhookQuery } from './queries.ts'
import { SetUpSection } from './SetUpSection.tsx'
import { WebhookBanner } from './WebhookBanner.tsx'
import classes from './Webhooks.module.css'
import { shortUrl, stateLook } from './words.ts'

const route = getRouteApi('/signed-in/settings/webhooks/$id')

/** One webhook: whether it is well, what it is told, and how each call went. */
export function WebhookScreen() {
  const mayManage = useCan('webhooks.manage')
  const { id } = route.useParams()
  if (!mayManage) return <NoPermission title="Webhook" thing="webhooks" permission="webhooks.manage" />
  return (
    <>
      <Link to="/settings/webhooks" className={classes.back}>
        <IconArrowLeft size={15} stroke={1.75} aria-hidden />
        Webhooks
      </Link>
      <Asked key={id} id={id} />
    </>
  )
}

function Asked({ id }: { id: string }) {
  const webhook = useQuery(webhookQuery(id))
  if (webhook.data) return <Known webhook={webhook.data} />
  if (problemIn(webhook.error)?.body.status === 404)
    return (
      <Page title="No such webhook">
        <p className="quiet">
          It was deleted, or the link is incomplete. <Link to="/settings/webhooks">Go to all webhooks</Link>
        </p>
      </Page>
    )
  return (
    <Page title="Webhook">
      {webhook.isError ? <LoadError thing="this webhook" retry={webhook.refetch} /> : <WaitingLines />}
    </Page>
  )
}

function Known({ webhook }: { webhook: Webhook }) {
  const { id, url, description } = webhook
  const noteChanged = useChanged(id)
  const [deleting, deletion] = useDisclosure(false)
  const { tone, word, icon } = stateLook(webhook)
  const test = useMutation({
    mutationFn: () => webhooksApi.test(id),
    onSuccess: async () => {
      toast('A test event is on its way; it stands in the log.')
      await noteChanged()
    },
    onError: (error) => toastFailure('No test event was sent.', error),
  })
  return (
    <Page
      title={description || shortUrl(url)}
      status={
        <Chip tone={tone} icon={icon}>
          {word}
        </Chip>
      }
      sentence={callsOf(webhook)}
      actions={
        webhook.state === 'active' && (
          <Button variant="default" loading={test.isPending} onClick={() => test.mutate()}>
            Send test event
          </Button>
        )
      }
    >
      <WebhookBanner webhook={webhook} />
      <div className={classes.sections}>
        <SetUpSection webhook={webhook} />
        <DeliveryLog webhook={webhook} />
      </div>
      <DangerRow className={classes.danger} label="Delete…" onPress={deletion.open}>
        It is told nothing any more, and its log goes with it.
      </DangerRow>
      {deleting && <DeleteDialog webhook={webhook} onClose={deletion.close} />}
    </Page>
  )
}

function callsOf({ last_24_hours: { succeeded, failed } }: Webhook): string {
  const all = succeeded + failed
  if (all === 0) return 'Not called in the last 24 hours.'
  const calls = all === 1 ? '1 call' : `${all.toLocaleString('en')} calls`
  return `${calls} in the last 24 hours, ${failed === 0 ? 'none' : failed.toLocaleString('en')} of them failed.`
}
