import { formatPhone } from '../../shared/phone.ts'
import { countryName } from '../settings/countries.ts'
import { providerName } from '../settings/words.ts'
import type { Story, Words, WordsOf } from './story.ts'

/** Between a text that may go and the phone: the channel, the provider, the carrier. */
export const wayWords = {
  mail_server: mailServer,
  not_suspended: ofChannel('SMS is stopped for this workspace.', 'Ask the operator of this installation.', null),
  settings_ready: ofChannel('No SMS provider is connected.', 'Connect one.', '/settings/sms#provider'),
  channel_on: ofChannel('SMS is switched off.', 'Switch it on.', '/settings/sms'),
  sender: ofChannel('No sender is chosen.', 'Choose a sender.', '/settings/sms#sender'),
  country,
  not_duplicate: notDuplicate,
  released: paused,
  accepted_account: refused,
  in_time: inTime,
  redirect: redirectLimit,
  cap: overCap,
  handed_over: notHandedOver,
  own_phone: redirected,
  arrived,
} satisfies Record<string, WordsOf>

const LOOKING = 'We are looking into it.'

/** What the whole workspace lacks. */
function ofChannel(what: string, todo: string, href: string | null): WordsOf {
  return () => ({
    what,
    meaning: 'No text goes to anybody. What is asked for meanwhile is skipped, not stored up.',
    todo,
    href,
    reply: `Texts were not working here at that time. ${LOOKING}`,
  })
}

function mailServer({ message }: Story): Words {
  return {
    what: message?.status_text ?? 'No mail server is set.',
    meaning: 'Mails are kept here, and none goes out.',
    todo: 'The operator sets a mail server under Installation → Mail.',
    href: null,
    reply: `Our mail was not working at that time. ${LOOKING}`,
  }
}

function country({ message, standing }: Story): Words {
  const name = standing.country ? countryName(standing.country) : null
  const what = standing.premium
    ? 'This number costs whoever texts it extra: premium rate, shared cost or satellite.'
    : `${name ?? 'This number belongs to no country, so it'} is not on the list of countries.`
  return {
    what: message?.status_text ?? what,
    meaning: 'No text goes to this number.',
    todo: standing.premium ? 'Ask them for another number.' : 'Add the country to the list, if texts should go there.',
    href: standing.premium ? null : '/settings/sms#countries',
    reply: standing.premium
      ? 'We do not text this kind of number. Tell us another one.'
      : `We do not text numbers ${name ? `of ${name}` : 'of that country'} at the moment.`,
  }
}

function notDuplicate({ message }: Story): Words {
  return {
    what: message?.status_text ?? 'The same text went a moment ago.',
    meaning: 'The first of them went; this one was left out.',
    todo: 'Look for the first one in History.',
    href: '/history',
    reply: 'The same text had been sent to you a moment before.',
  }
}

function paused({ message }: Story): Words {
  return {
    what: message?.waiting_for ?? 'Sending is paused for the whole installation.',
    meaning: 'Texts are taken and wait; none is sent.',
    todo: 'The operator releases sending under Health.',
    href: null,
    reply:
      'Our texts are held back at the moment. Yours goes out as soon as they go again, if it is still of use then.',
  }
}

function refused({ message, standing }: Story): Words {
  const { waiting } = standing.facts
  const name = providerName(waiting?.provider ?? 'the provider')
  const isMoney = waiting?.reason === 'account'
  return {
    what:
      message?.waiting_for ??
      `${name} ${isMoney ? 'refuses the account' : 'refuses our sign-in'}${waiting?.code ? ` (${waiting.code})` : ''}.`,
    meaning: 'All texts wait, and go out as soon as that is mended; what expires meanwhile is not sent.',
    todo: isMoney ? `Look at the account and its balance at ${name}.` : `Enter the credentials of ${name} again.`,
    href: '/settings/sms#account',
    reply: 'Our texts are held up at the moment. Yours goes out as soon as they go again, if it is still of use then.',
  }
}

function inTime({ message }: Story): Words {
  return {
    what: message?.status_text ?? 'It was too late to be of use.',
    meaning: 'It is not sent any more.',
    todo: 'Look at the lines of its timeline for what it waited for; send it again if it still matters.',
    href: message && `/history/${message.id}`,
    reply: 'The text was held up until it was of no use any more, so it was not sent.',
  }
}

function redirectLimit({ message }: Story): Words {
  return {
    what: message?.status_text ?? 'Redirect is on, and the test phone had got its 20 texts of the hour.',
    meaning: 'Nobody gets a text of their own while redirect is on.',
    todo: 'Turn redirect off.',
    href: '/settings/sms#redirect',
    reply: 'An administrator has redirected all texts to a test phone, so yours did not come.',
  }
}

function redirected({ message }: Story): Words {
  return {
    what: message?.redirected_to
      ? `Redirect was on: it went to the test phone ${message.redirected_to}.`
      : 'Redirect is on: every text goes to a test phone.',
    meaning: 'Nobody gets a text of their own while redirect is on.',
    todo: 'Turn redirect off.',
    href: '/settings/sms#redirect',
    reply: 'An administrator has redirected all texts to a test phone, so yours did not come.',
  }
}

function overCap({ message }: Story): Words {
  return {
    what: message?.status_text ?? 'The cap of today is reached.',
    meaning: 'No text but codes goes out before the next day, or before the cap is raised.',
    todo: 'Raise the cap if that is too little. What was skipped is not sent by that.',
    href: null,
    reply: 'The limit of texts for that day was reached, so yours was not sent.',
  }
}

function notHandedOver({ message }: Story): Words {
  const error = message?.error
  const isOpen = message?.status === 'unknown' || message?.status === 'sending' || message?.status === 'queued'
  return {
    what: message?.status_text ?? 'It was not handed over.',
    meaning: isOpen ? 'It is not certain yet whether it goes out.' : 'It was not sent.',
    todo: error?.remedy ?? (isOpen ? 'Wait: Handset goes on by itself.' : 'Open it in History.'),
    href: message && `/history/${message.id}`,
    reply: isOpen ? 'Your message is still on its way.' : `Your message could not be sent. ${LOOKING}`,
  }
}

/** A carrier that never confirms is told apart from one that says no. */
function arrived({ message, standing, channel }: Story): Words {
  if (channel !== 'sms') return beside(message)
  const failed = message?.status_group === 'failed'
  const to = standing.facts.answersTo
  return {
    what: message?.status_text ?? 'The carrier has not confirmed it.',
    meaning: failed ? 'It did not reach the phone.' : 'Nothing is known against it.',
    todo:
      message?.error?.remedy ??
      (failed
        ? 'Send it again later.'
        : 'Ask them to look among blocked senders and spam, and whether the phone was on.'),
    href: message && `/history/${message.id}`,
    reply: failed
      ? 'Our text did not reach your phone. Was it switched off, or is it no mobile number?'
      : `Our text was sent to your phone. Look among blocked senders and spam${to ? `; it comes from ${formatPhone(to)}` : ''}.`,
  }
}

function beside(message: Story['message']): Words {
  return {
    what: message?.status_text ?? 'It went out.',
    meaning: 'Nothing is known against it.',
    todo: 'Ask them to look in the spam folder.',
    href: message && `/history/${message.id}`,
    reply: 'Our email went out to you. Look in your spam folder.',
  }
}
