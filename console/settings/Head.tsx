import { Switch, Tooltip } from '@mantine/core'
import { useNavigate } from '@tanstack/react-router'
import type { SettingsOut } from '../api.ts'
import { useCan } from '../shell/session.ts'
import { channelStates } from '../texts/channel-states.ts'
import { Chip } from '../ui/Chip.tsx'
import { LinkButton } from '../ui/LinkButton.tsx'
import { Time } from '../ui/Time.tsx'
import { WhyNotButton } from '../ui/WhyNotButton.tsx'
import { useEditing } from './editing.tsx'
import classes from './Head.module.css'
import { useSwitch } from './OnOff.tsx'

const bars: Record<NonNullable<SettingsOut['barred']>, (typeof channelStates)['suspended']> = {
  suspension: channelStates.suspended,
  deletion: { tone: 'red', word: 'To be deleted', icon: 'pause' },
  entitlement: { tone: 'neutral', word: 'No access' },
}

export function StateChips({ settings }: { settings: SettingsOut }) {
  const limited = settings.state === 'can_run' && settings.limits.length > 0
  const { tone, word, icon } = settings.barred
    ? bars[settings.barred]
    : limited
      ? { tone: 'amber' as const, word: 'Ready, limited', icon: undefined }
      : channelStates[settings.state]
  return (
    <>
      <Chip tone={tone} icon={icon}>
        {word}
      </Chip>
      {settings.inherited && <Chip tone="blue">Inherited</Chip>}
      {settings.provider === 'simulator' && <Chip tone="blue">Simulator</Chip>}
    </>
  )
}

/** One sentence on how things stand; what is paused is told by the banner instead. */
export function Sentence({ settings }: { settings: SettingsOut }) {
  const { state, state_reason, limits, last_text_at, provider, simulator, inherited, barred } = settings
  if (state === 'invalid' || state === 'not_configured') return null
  // Why, and whom to ask, stands in the banner of the workspace.
  if (barred) return 'Texts asked for meanwhile are skipped, not stored up.'
  const isSimulated = provider === 'simulator' && state === 'can_run'
  return (
    <>
      {isSimulated && 'Connected to the simulator. No text leaves this machine. '}
      {(!isSimulated || inherited) && [...limits, state_reason].join(' ')}
      {inherited && <UseOwn settings={settings} />}
      {state === 'can_run' && last_text_at && (
        <>
          {' Last text '}
          <Time at={last_text_at} />.
        </>
      )}
      {isSimulated && simulator.page_url && (
        <>
          {' '}
          <a href={simulator.page_url} target="_blank" rel="noreferrer">
            Open handsets
          </a>
        </>
      )}
    </>
  )
}

function UseOwn({ settings }: { settings: SettingsOut }) {
  const editing = useEditing()
  const mayConfigure = useCan('sms.configure')
  const { above } = settings
  if (!mayConfigure || !above?.own_settings_allowed || above.switched_off) return null
  return (
    <>
      {' '}
      <LinkButton onClick={() => editing.edit('provider')}>Use own provider</LinkButton>
    </>
  )
}

/** The switch and the test, beside the title. */
export function HeadActions({ settings }: { settings: SettingsOut }) {
  const mayConfigure = useCan('sms.configure')
  const { set, busy, asking } = useSwitch(settings)
  const isOffAbove = settings.above?.switched_off === true
  const whyFixed = isOffAbove ? 'The operator switched SMS off.' : mayConfigure ? null : 'Your role cannot change this.'
  if (settings.state === 'not_configured' || settings.state === 'suspended') return null
  return (
    <>
      <Tooltip label={whyFixed} disabled={whyFixed === null}>
        <Switch
          className={classes.switch!}
          labelPosition="left"
          label="Use SMS messages"
          checked={settings.enabled}
          disabled={whyFixed !== null || busy}
          onChange={(event) => set(event.currentTarget.checked)}
        />
      </Tooltip>
      <TestButton settings={settings} />
      {asking}
    </>
  )
}

export function TestButton({ settings, wide }: { settings: SettingsOut; wide?: boolean }) {
  const navigate = useNavigate()
  const mayTest = useCan('sms.test')
  if (!mayTest || settings.provider === null || settings.state === 'suspended') return null
  const whyNot = { off: 'SMS is off.', can_create: 'Choose a sender first.' }[settings.state as 'off' | 'can_create']
  return (
    <WhyNotButton
      whyNot={whyNot ?? null}
      className={wide ? classes.wide! : classes.narrow!}
      onClick={() => void navigate({ to: '/settings/sms', hash: 'test' })}
    >
      Send test SMS
    </WhyNotButton>
  )
}
