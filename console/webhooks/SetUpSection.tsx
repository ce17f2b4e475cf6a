import { useDisclosure } from '@mantine/hooks'
import { useMutation } from '@tanstack/react-query'
import { ConfirmDialog } from '../ui/Dialog.tsx'
import { LinkButton } from '../ui/LinkButton.tsx'
import { Row, Section } from '../ui/Section.tsx'
import { Time } from '../ui/Time.tsx'
import { toast, toastFailure } from '../ui/toast.tsx'
import { useOnce } from '../ui/useOnce.ts'
import { type Webhook, webhooksApi } from './api.ts'
import { ChangeDialog } from './ChangeDialog.tsx'
import { NewSecret } from './NewSecret.tsx'
import { useChanged } from './queries.ts'
import classes from './Webhooks.module.css'
import { toldOf } from './words.ts'

/** Where it leads, what it is told of, and what signs it. */
export function SetUpSection({ webhook }: { webhook: Webhook }) {
  const { id, url, state, types, with_text } = webhook
  const [changing, change] = useDisclosure(false)
  const noteChanged = useChanged(id)
  const switchOff = useMutation({
    mutationFn: () => webhooksApi.change(id, { active: false }),
    onSuccess: async (changed) => {
      await noteChanged(changed)
      toast('The webhook is off.')
    },
    onError: (error) => toastFailure('The webhook is still on.', error),
  })
  return (
    <Section
      title="Set-up"
      purpose="One POST for each event, in the shape of the API, signed as Standard Webhooks has it."
      action={
        <span className={classes.rowActions}>
          {state === 'active' && <LinkButton onClick={() => switchOff.mutate()}>Switch off</LinkButton>}
          <LinkButton onClick={change.open}>Edit</LinkButton>
        </span>
      }
    >
      <Row label="Address">
        <span className={classes.mono}>{url}</span>
      </Row>
      <Row label="Told of">
        {toldOf(webhook) === 'everything' ? (
          'Everything'
        ) : (
          <span className={classes.typeList}>
            {types.map((type) => (
              <span key={type} className={classes.mono}>
                {type}
              </span>
            ))}
          </span>
        )}
      </Row>
      <Row label="Words">{with_text ? 'The words of messages and replies too' : 'Not the words of messages'}</Row>
      <SecretRow webhook={webhook} />
      {changing && <ChangeDialog webhook={webhook} onClose={change.close} />}
    </Section>
  )
}

function SecretRow({ webhook }: { webhook: Webhook }) {
  const { id, secret } = webhook
  const noteChanged = useChanged(id)
  const [asking, ask] = useDisclosure(false)
  const replace = useMutation({
    mutationFn: () => webhooksApi.replaceSecret(id),
    onSuccess: ({ webhook: changed }) => noteChanged(changed),
  })
  const end = useMutation({
    mutationFn: () => webhooksApi.endOldSecret(id),
    onSuccess: async (changed) => {
      await noteChanged(changed)
      toast('The old secret signs no more.')
    },
    onError: (error) => toastFailure('The old secret was not ended.', error),
  })
  const press = useOnce(replace)
  const close = () => {
    ask.close()
    replace.reset()
  }
  return (
    <Row label="Secret" aside={<LinkButton onClick={ask.open}>Replace</LinkButton>}>
      Set <Time at={secret.made_at} />
      {secret.old_until && (
        <>
          . The old one signs too until <Time at={secret.old_until} />.{' '}
          <LinkButton onClick={() => end.mutate()}>End it now</LinkButton>
        </>
      )}
      {asking && !replace.data && (
        <ConfirmDialog
          title="Replace the secret?"
          words={{ keep: 'Keep it', act: 'Replace it', failed: 'It was not replaced.' }}
          request={replace}
          onAct={press(undefined)}
          onClose={close}
        >
          <p>
            A new one is made and shown once. For 24 hours each call carries two signatures, by the new and by the old
            one, so that nothing is refused while you put the new one in.
          </p>
        </ConfirmDialog>
      )}
      {asking && replace.data && <NewSecret made={replace.data} onClose={close} />}
    </Row>
  )
}
