import { eventName } from '../../shared/events.ts'
import { formatPhone } from '../../shared/phone.ts'
import { choiceKey } from '../../shared/preferences.ts'
import { dayText } from './day-text.ts'
import type { Story, Words, WordsOf } from './story.ts'

/** What is missing at the person, or at their number. */
export const personWords = {
  active,
  not_own_change: notOwnChange,
  wants,
  has_account: hasAccount,
  has_address: hasAddress,
  has_number: hasNumber,
  verified,
  preference,
  not_opted_out: notOptedOut,
} satisfies Record<string, WordsOf>

const NO_TEXT = 'No text goes to them; email and inbox go on.'

function toPerson({ person }: Story): string | null {
  return person && `/people/${person.id}`
}

/** Where the person does it; an address only where there is one. */
function own({ publicUrl }: Story, path: string, place: string): string {
  return publicUrl ? `${place}: ${publicUrl}${path}` : place
}

function active(story: Story): Words {
  return {
    what: `${story.name} is not active in the directory.`,
    meaning: 'Whoever is not active is told of nothing.',
    todo: 'If that is wrong, make them active where the directory comes from.',
    href: toPerson(story),
    reply: 'You are marked as not active in our directory, so you get no alerts. We can change that.',
  }
}

function notOwnChange({ name }: Story): Words {
  return {
    what: `${name} made this change.`,
    meaning: 'Nobody is told of what they did themselves. That is meant so.',
    todo: null,
    href: null,
    reply: 'You made that change yourself, and nobody is told of their own changes.',
  }
}

const BY_CHANNEL = { sms: 'Texts', email: 'Emails', in_app: 'Entries in the inbox' }

function wants(story: Story): Words {
  const { name, channel, eventType, person } = story
  const what = eventType ? `“${eventName(eventType)}”` : 'this event'
  const key = eventType && choiceKey(eventType, channel)
  const chose = key !== null && person?.choices?.[key] !== undefined
  const kind = BY_CHANNEL[channel]
  return {
    what: chose
      ? `${name} switched ${kind.toLowerCase()} off for ${what}.`
      : `${kind} for ${what} are off for everybody who did not switch them on, and ${name} did not.`,
    meaning: 'No message was made for this channel.',
    todo: `Only ${name} can change that, under Profile → Preferences.`,
    href: toPerson(story),
    reply: `${kind} for ${what} are off for you. Switch them on under ${own(story, '/profile/preferences', 'Profile → Preferences')}`,
  }
}

function hasAccount(story: Story): Words {
  return {
    what: `${story.name} does not sign in here, so nobody reads this inbox.`,
    meaning: 'What was put there is seen by no one.',
    todo: 'Invite them as a member, or tell them by email or text.',
    href: '/settings/members',
    reply: 'The alert stands in an inbox that you have no account for. We can invite you.',
  }
}

function hasAddress(story: Story): Words {
  return {
    what: `No email address of ${story.name} is known.`,
    meaning: 'No email is made for them.',
    todo: 'Add the address.',
    href: toPerson(story),
    reply: 'We have no email address of yours. Tell us which one to use.',
  }
}

function hasNumber(story: Story): Words {
  const malformed = story.person?.reach === 'malformed'
  return {
    what: malformed ? `What the directory has for ${story.name} is no number.` : `No number of ${story.name} is known.`,
    meaning: NO_TEXT,
    todo: malformed ? 'Mend the number: + and country code first.' : 'Add a number, or ask for one.',
    href: toPerson(story),
    reply: `We have no number of yours that works. Enter yours under ${own(story, '/profile', 'Profile → Notification channels')}`,
  }
}

function verified(story: Story): Words {
  return {
    what: `${story.name} has not confirmed the number yet.`,
    meaning: NO_TEXT,
    todo: 'Ask them to confirm it by the code that we text.',
    href: toPerson(story),
    reply: `Your number is not confirmed yet. Confirm it by a code under ${own(story, '/profile', 'Profile → Notification channels')}`,
  }
}

function preference(story: Story): Words {
  return {
    what: `${story.name} switched texts off.`,
    meaning: 'No text but a code goes to them; email and inbox go on.',
    todo: `Only ${story.name} can switch them on again, under Profile → Notification channels.`,
    href: toPerson(story),
    reply: `You switched texts off. Switch them on under ${own(story, '/profile', 'Profile → Notification channels')}`,
  }
}

const STOPPED_BY = {
  keyword: 'answered STOP',
  provider: 'answered STOP',
  person: 'was taken off our texts by its own link',
  admin: 'was opted out by an administrator',
  import: 'was opted out by an import',
} as const

function notOptedOut(story: Story): Words {
  const { standing, publicUrl: _ } = story
  const { optOut, stoppedAbove, facts } = standing
  const common = { meaning: 'No text goes to this number. Email and inbox go on.', href: '/opt-outs' }
  const to = facts.answersTo === null ? 'the number that our texts come from' : formatPhone(facts.answersTo)
  const start = `Text START to ${to} from that phone.`
  if (!optOut) {
    const what = stoppedAbove
      ? 'This number answered STOP to a sender that this workspace shares with others.'
      : 'This number was opted out then, and no longer is.'
    const todo = stoppedAbove ? `Only START from the phone to ${to} undoes it.` : null
    const reply = stoppedAbove
      ? `Your number answered STOP. ${start}`
      : 'Your number was opted out then. It no longer is: the next text will go to it.'
    return { ...common, what, todo, reply, meaning: stoppedAbove ? common.meaning : 'The next text goes to it.' }
  }
  const when = dayText(optOut.createdAt, facts.now, facts.timeZone)
  const how = STOPPED_BY[optOut.source]
  const byAdmin = optOut.source === 'admin'
  return {
    ...common,
    what: `The number ${how} on ${when}.`,
    todo: byAdmin ? 'Lift it under Opt-outs, if the person agrees.' : `Only START from the phone to ${to} undoes it.`,
    reply: byAdmin
      ? `Texts to your number were ended here on ${when}. Tell us if you want them again.`
      : `Your number ${how} on ${when}. ${start}`,
  }
}
