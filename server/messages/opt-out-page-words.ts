export interface PageWords {
  /** Before the workspace's name; the number follows where it is known. */
  ask: (name: string, number: string) => string
  button: string
  done: (name: string, number: string) => string
  undo: string
  undone: (name: string, number: string) => string
  /** What to do where the link is of no more use. */
  over: string
  /** The workspace's contact follows. */
  contact: string
  thisNumber: string
}

/** What the page of an opt-out link says, in the languages that texts are worded in. */
export const PAGE_WORDS: Record<string, PageWords> = {
  en: {
    ask: (name, number) => `End all texts from ${name} to ${number}?`,
    button: 'End texts',
    done: (name, number) => `Done. ${name} sends no more texts to ${number}.`,
    undo: 'That was a mistake: go on sending',
    undone: (name, number) => `${name} may send texts to ${number} again.`,
    over: 'This link is no longer valid. Use the one in a newer text.',
    contact: 'Questions:',
    thisNumber: 'this number',
  },
  da: {
    ask: (name, number) => `Afslut alle sms fra ${name} til ${number}?`,
    button: 'Afslut sms',
    done: (name, number) => `Færdig. ${name} sender ikke flere sms til ${number}.`,
    undo: 'Det var en fejl: fortsæt',
    undone: (name, number) => `${name} må igen sende sms til ${number}.`,
    over: 'Dette link gælder ikke længere. Brug det i en nyere sms.',
    contact: 'Spørgsmål:',
    thisNumber: 'dette nummer',
  },
  de: {
    ask: (name, number) => `Alle SMS von ${name} an ${number} beenden?`,
    button: 'SMS beenden',
    done: (name, number) => `Erledigt. ${name} sendet keine SMS mehr an ${number}.`,
    undo: 'Das war ein Versehen: weiter senden',
    undone: (name, number) => `${name} darf wieder SMS an ${number} senden.`,
    over: 'Dieser Link gilt nicht mehr. Verwenden Sie den aus einer neueren SMS.',
    contact: 'Fragen:',
    thisNumber: 'diese Nummer',
  },
  es: {
    ask: (name, number) => `¿Terminar todos los SMS de ${name} a ${number}?`,
    button: 'Terminar SMS',
    done: (name, number) => `Hecho. ${name} no enviará más SMS a ${number}.`,
    undo: 'Fue un error: seguir recibiendo',
    undone: (name, number) => `${name} puede volver a enviar SMS a ${number}.`,
    over: 'Este enlace ya no es válido. Use el de un SMS más reciente.',
    contact: 'Preguntas:',
    thisNumber: 'este número',
  },
  fr: {
    ask: (name, number) => `Ne plus recevoir de SMS de ${name} au ${number} ?`,
    button: 'Ne plus recevoir',
    done: (name, number) => `C’est fait. ${name} n’envoie plus de SMS au ${number}.`,
    undo: 'C’était une erreur : continuer',
    undone: (name, number) => `${name} peut de nouveau envoyer des SMS au ${number}.`,
    over: 'Ce lien n’est plus valable. Utilisez celui d’un SMS plus récent.',
    contact: 'Questions :',
    thisNumber: 'ce numéro',
  },
  it: {
    ask: (name, number) => `Terminare tutti gli SMS di ${name} a ${number}?`,
    button: 'Terminare SMS',
    done: (name, number) => `Fatto. ${name} non invia più SMS a ${number}.`,
    undo: 'È stato un errore: continuare',
    undone: (name, number) => `${name} può di nuovo inviare SMS a ${number}.`,
    over: 'Questo link non è più valido. Usi quello di un SMS più recente.',
    contact: 'Domande:',
    thisNumber: 'questo numero',
  },
  nb: {
    ask: (name, number) => `Avslutte alle SMS fra ${name} til ${number}?`,
    button: 'Avslutt SMS',
    done: (name, number) => `Ferdig. ${name} sender ikke flere SMS til ${number}.`,
    undo: 'Det var en feil: fortsett',
    undone: (name, number) => `${name} kan igjen sende SMS til ${number}.`,
    over: 'Denne lenken gjelder ikke lenger. Bruk den i en nyere SMS.',
    contact: 'Spørsmål:',
    thisNumber: 'dette nummeret',
  },
  nl: {
    ask: (name, number) => `Alle sms van ${name} naar ${number} stoppen?`,
    button: 'Sms stoppen',
    done: (name, number) => `Klaar. ${name} stuurt geen sms meer naar ${number}.`,
    undo: 'Dat was een vergissing: ga door',
    undone: (name, number) => `${name} mag weer sms sturen naar ${number}.`,
    over: 'Deze link is niet meer geldig. Gebruik die in een nieuwere sms.',
    contact: 'Vragen:',
    thisNumber: 'dit nummer',
  },
  pt: {
    ask: (name, number) => `Terminar todos os SMS de ${name} para ${number}?`,
    button: 'Terminar SMS',
    done: (name, number) => `Feito. ${name} não envia mais SMS para ${number}.`,
    undo: 'Foi um engano: continuar a receber',
    undone: (name, number) => `${name} pode voltar a enviar SMS para ${number}.`,
    over: 'Este link já não é válido. Use o de um SMS mais recente.',
    contact: 'Perguntas:',
    thisNumber: 'este número',
  },
  sv: {
    ask: (name, number) => `Avsluta alla sms från ${name} till ${number}?`,
    button: 'Avsluta sms',
    done: (name, number) => `Klart. ${name} skickar inga fler sms till ${number}.`,
    undo: 'Det var ett misstag: fortsätt',
    undone: (name, number) => `${name} får skicka sms till ${number} igen.`,
    over: 'Länken gäller inte längre. Använd den i ett nyare sms.',
    contact: 'Frågor:',
    thisNumber: 'detta nummer',
  },
}
