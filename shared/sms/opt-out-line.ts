/** How somebody ends texts, as a text says it: by an answer, where answers come in, or else by a link. */
const LINES: Record<string, { reply: string; link: string }> = {
  en: { reply: 'Reply STOP to end.', link: 'End texts:' },
  da: { reply: 'Svar STOP for at afslutte.', link: 'Afslut sms:' },
  de: { reply: 'STOP antworten zum Beenden.', link: 'SMS beenden:' },
  es: { reply: 'Responda STOP para terminar.', link: 'Terminar SMS:' },
  fr: { reply: 'Répondez STOP pour y mettre fin.', link: 'Ne plus recevoir :' },
  it: { reply: 'Risponda STOP per terminare.', link: 'Terminare SMS:' },
  nb: { reply: 'Svar STOP for å avslutte.', link: 'Avslutt SMS:' },
  nl: { reply: 'Antwoord STOP om te stoppen.', link: 'Sms stoppen:' },
  pt: { reply: 'Responda STOP para terminar.', link: 'Terminar SMS:' },
  sv: { reply: 'Svara STOP för att avsluta.', link: 'Avsluta sms:' },
}

/** In one of the languages that {@link spokenLanguage} answers with. */
export function optOutLine(language: string, link: string | null): string {
  const words = LINES[language] ?? LINES.en!
  return link === null ? words.reply : `${words.link} ${link}`
}

/** Whether its author has said so already. */
export function saysStop(text: string): boolean {
  return /\bSTOP\b/.test(text)
}
