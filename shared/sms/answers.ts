/** Which word is answered. */
export type Answer = 'stop' | 'start' | 'help'

export interface Answering {
  /** Who writes. */
  name: string
  contact: string | null
  /** The workspace's own words for HELP; null lets them be worded here. */
  own: string | null
}

interface Words {
  stop: string
  start: string
  contact: string
  help: string
}

/**
 * Who writes, what happened, and the way on from there (CTIA Messaging Principles, 5.1). STOP, START and HELP are written
 * so in every language: they are what every provider knows. Without letters that GSM-7 lacks, to stay within one segment.
 */
const WORDS: Record<string, Words> = {
  en: {
    stop: 'You get no more texts from us. Reply START to get them again.',
    start: 'You get our texts again. Reply HELP for help, STOP to end them.',
    contact: 'For help:',
    help: 'Msg & data rates may apply. Reply STOP to end our texts.',
  },
  da: {
    stop: 'Du får ikke flere sms fra os. Svar START for at få dem igen.',
    start: 'Du får vores sms igen. Svar HELP for hjælp, STOP for at afslutte.',
    contact: 'Hjælp:',
    help: 'Gebyrer kan forekomme. Svar STOP for at afslutte vores sms.',
  },
  de: {
    stop: 'Sie erhalten keine SMS mehr von uns. Mit START als Antwort erhalten Sie sie wieder.',
    start: 'Sie erhalten wieder SMS von uns. Antworten Sie HELP für Hilfe, STOP zum Beenden.',
    contact: 'Hilfe:',
    help: 'Es können Gebühren anfallen. Antworten Sie STOP, um unsere SMS zu beenden.',
  },
  es: {
    stop: 'Ya no recibe nuestros SMS. Responda START para recibirlos de nuevo.',
    start: 'Vuelve a recibir nuestros SMS. Responda HELP para ayuda, STOP para terminar.',
    contact: 'Ayuda:',
    help: 'Pueden aplicarse tarifas. Responda STOP para no recibir nuestros SMS.',
  },
  fr: {
    stop: 'Vous ne recevez plus nos SMS. Répondez START pour les recevoir à nouveau.',
    start: "Vous recevez à nouveau nos SMS. Répondez HELP pour de l'aide, STOP pour y mettre fin.",
    contact: 'Aide :',
    help: "Des frais peuvent s'appliquer. Répondez STOP pour ne plus recevoir nos SMS.",
  },
  it: {
    stop: 'Non riceve più i nostri SMS. Risponda START per riceverli di nuovo.',
    start: 'Riceve di nuovo i nostri SMS. Risponda HELP per assistenza, STOP per terminare.',
    contact: 'Assistenza:',
    help: 'Possono applicarsi costi. Risponda STOP per non ricevere i nostri SMS.',
  },
  nb: {
    stop: 'Du får ikke flere SMS fra oss. Svar START for å få dem igjen.',
    start: 'Du får våre SMS igjen. Svar HELP for hjelp, STOP for å avslutte.',
    contact: 'Hjelp:',
    help: 'Kostnader kan påløpe. Svar STOP for å avslutte våre SMS.',
  },
  nl: {
    stop: 'U krijgt geen sms meer van ons. Antwoord START om ze weer te krijgen.',
    start: 'U krijgt weer sms van ons. Antwoord HELP voor hulp, STOP om te stoppen.',
    contact: 'Hulp:',
    help: 'Er kunnen kosten zijn. Antwoord STOP om onze sms te stoppen.',
  },
  pt: {
    stop: 'Deixa de receber os nossos SMS. Responda START para voltar a receber.',
    start: 'Volta a receber os nossos SMS. Responda HELP para ajuda, STOP para terminar.',
    contact: 'Ajuda:',
    help: 'Podem aplicar-se custos. Responda STOP para deixar de receber os nossos SMS.',
  },
  sv: {
    stop: 'Du får inga fler sms från oss. Svara START för att få dem igen.',
    start: 'Du får våra sms igen. Svara HELP för hjälp, STOP för att avsluta.',
    contact: 'Hjälp:',
    help: 'Kostnader kan tillkomma. Svara STOP för att avsluta våra sms.',
  },
}

/** What a word is answered with. A workspace's own HELP text is sent as it was written, whatever the language. */
export function answerWords(answer: Answer, { name, contact, own }: Answering, language: string): string {
  const words = WORDS[language]!
  if (answer !== 'help') return `${name}: ${words[answer]}`
  if (own !== null) return own
  return `${name}: ${contact === null ? '' : `${words.contact} ${contact}. `}${words.help}`
}

/** The first of these that we have words in, as a language or as one of its kinds; else English. */
export function spokenLanguage(wanted: readonly (string | null | undefined)[]): string {
  const bases = wanted.flatMap((tag) => (tag ? [tag.toLowerCase().split('-')[0]!] : []))
  return bases.find((base) => Object.hasOwn(WORDS, base)) ?? 'en'
}

/** Whether whoever reads it can ask somebody: by an address, a page, a number, or what the workspace calls its contact. */
export function namesContact(text: string, contact: string | null): boolean {
  if (contact && text.toLowerCase().includes(contact.trim().toLowerCase())) return true
  return (
    /\S@\S+\.\S/.test(text) ||
    /\b[a-z0-9-]+(\.[a-z0-9-]+)*\.[a-z]{2,}\b/i.test(text) ||
    /\d(?:[ ()./-]?\d){4,}/.test(text)
  )
}
