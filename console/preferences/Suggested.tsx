import { useState } from 'react'
import { eventName } from '../../shared/events.ts'
import { CHANNELS, TIERS } from '../../shared/preferences.ts'
import type { Preferences } from '../api.ts'
import { Chip } from '../ui/Chip.tsx'
import { LinkButton } from '../ui/LinkButton.tsx'
import { Section } from '../ui/Section.tsx'
import classes from './Preferences.module.css'
import { type Chosen, placesOf, useChoose } from './queries.ts'
import { byChannel, listed } from './words.ts'

type Tier = (typeof TIERS)[number]

/** What is worth a text, a mail or a line in the inbox: taken over with one click, and given back with another. */
export function Suggested({ preferences }: { preferences: Preferences }) {
  return (
    <Section title="Suggested" purpose="One click sets these events. All others stay as you have them.">
      <ul className={classes.tiers}>
        {TIERS.map((tier) => (
          <TierRow key={tier.key} tier={tier} preferences={preferences} />
        ))}
      </ul>
    </Section>
  )
}

function TierRow({ tier, preferences }: { tier: Tier; preferences: Preferences }) {
  const { name, events, channels } = tier
  const [before, setBefore] = useState<Chosen | null>(null)
  const choose = useChoose(() => `${name} was not saved. What you had stays.`)
  const wanted = wantedOf(tier)
  const now = placesOf(preferences, wanted)
  const isSo = sameIn(now, wanted)
  const press = () => {
    const undo = isSo ? before : null
    choose.mutate(undo ?? wanted, { onSuccess: () => setBefore(undo ? null : now), onError: () => setBefore(before) })
  }
  return (
    <li className={classes.tier}>
      <span className={classes.tierName}>{name}</span>
      <span className={classes.tierWords}>
        {listed(events.map(eventName))}: {listed(channels.map((channel) => byChannel[channel]))}
      </span>
      <span role="status" className={classes.tierState}>
        {isSo && (
          <Chip tone="green" plain>
            As you have it
          </Chip>
        )}
      </span>
      {(!isSo || before) && (
        <LinkButton onClick={press} disabled={choose.isPending} aria-label={`${isSo ? 'Undo' : 'Use'} ${name}`}>
          {isSo ? 'Undo' : 'Use'}
        </LinkButton>
      )}
    </li>
  )
}

/** The channels that a tier does not name are off in it. */
function wantedOf({ events, channels }: Tier): Chosen {
  const cells = Object.fromEntries(CHANNELS.map((channel) => [channel, channels.includes(channel)]))
  return Object.fromEntries(events.map((type) => [type, cells]))
}

function sameIn(one: Chosen, other: Chosen): boolean {
  return Object.entries(other).every(([type, cells]) =>
    CHANNELS.every((channel) => one[type]?.[channel] === cells[channel]),
  )
}
