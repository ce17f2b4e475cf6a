export interface PageWords {
  /** Before the workspace's name; the number follows where it is known. */
  ask: (name: string, number: string) => string
  button: string
  done: (name: string, number: string) => string
  undo: string
  undone: (name: string, number: string) => string
  /** The button that has a code sent to the number. */
  again: string
  /** What is said by asking for the code, and kept once it is entered. */
  sent: (name: string, number: string) => string
  code: string
  confirm: string
  wrong: string
  /** Of a code that ran out, or was tried too often. */
  codeOver: string
  tooOften: string
  /** The text that brings the code. */
  text: (name: string, code: string) => string
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
    again: 'Let texts come again',
    sent: (name, number) =>
      `We texted a code to ${number}. Once you enter it, ${name} may send texts to this number again.`,
    code: 'Code',
    confirm: 'Confirm',
    wrong: 'That is not the code. Look at the last text.',
    codeOver: 'This code is no longer valid. Ask for another one.',
    tooOften: 'A code was sent already. Try again tomorrow.',
    text: (name, code) =>
      `${name}: ${code} lets our texts come to this number again. If you did not ask for that, do nothing.`,
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
    again: 'Lad sms komme igen',
    sent: (name, number) =>
      `Vi har sendt en kode til ${number}. Når du indtaster den, må ${name} igen sende sms til dette nummer.`,
    code: 'Kode',
    confirm: 'Bekræft',
    wrong: 'Det er ikke koden. Se den seneste sms.',
    codeOver: 'Koden gælder ikke længere. Bed om en ny.',
    tooOften: 'Der er allerede sendt en kode. Prøv igen i morgen.',
    text: (name, code) =>
      `${name}: ${code} lader vores sms komme til dette nummer igen. Har du ikke bedt om det, så gør ingenting.`,
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
    again: 'SMS wieder zulassen',
    sent: (name, number) =>
      `Wir haben einen Code an ${number} gesendet. Sobald Sie ihn eingeben, darf ${name} wieder SMS an diese Nummer senden.`,
    code: 'Code',
    confirm: 'Bestätigen',
    wrong: 'Das ist nicht der Code. Sehen Sie in der letzten SMS nach.',
    codeOver: 'Dieser Code gilt nicht mehr. Fordern Sie einen neuen an.',
    tooOften: 'Es wurde schon ein Code gesendet. Versuchen Sie es morgen wieder.',
    text: (name, code) =>
      `${name}: ${code} lässt unsere SMS an diese Nummer wieder zu. Haben Sie das nicht verlangt, tun Sie nichts.`,
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
    again: 'Volver a recibir SMS',
    sent: (name, number) =>
      `Hemos enviado un código a ${number}. Al introducirlo, ${name} podrá volver a enviar SMS a este número.`,
    code: 'Código',
    confirm: 'Confirmar',
    wrong: 'Ese no es el código. Mire el último SMS.',
    codeOver: 'Este código ya no es válido. Pida otro.',
    tooOften: 'Ya se envió un código. Inténtelo mañana.',
    text: (name, code) =>
      `${name}: ${code} permite de nuevo nuestros SMS a este número. Si no lo ha pedido, no haga nada.`,
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
    again: 'Recevoir à nouveau',
    sent: (name, number) =>
      `Nous avons envoyé un code au ${number}. Dès que vous le saisissez, ${name} peut de nouveau envoyer des SMS à ce numéro.`,
    code: 'Code',
    confirm: 'Confirmer',
    wrong: 'Ce n’est pas le code. Regardez le dernier SMS.',
    codeOver: 'Ce code n’est plus valable. Demandez-en un autre.',
    tooOften: 'Un code a déjà été envoyé. Réessayez demain.',
    text: (name, code) =>
      `${name}: ${code} permet de nouveau nos SMS à ce numéro. Si vous n'avez rien demandé, ne faites rien.`,
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
    again: 'Ricevere di nuovo',
    sent: (name, number) =>
      `Abbiamo inviato un codice a ${number}. Quando lo inserisce, ${name} può di nuovo inviare SMS a questo numero.`,
    code: 'Codice',
    confirm: 'Confermare',
    wrong: 'Non è il codice. Guardi l’ultimo SMS.',
    codeOver: 'Questo codice non è più valido. Ne chieda un altro.',
    tooOften: 'Un codice è già stato inviato. Riprovi domani.',
    text: (name, code) =>
      `${name}: ${code} permette di nuovo i nostri SMS a questo numero. Se non l'ha chiesto, non faccia nulla.`,
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
    again: 'La SMS komme igjen',
    sent: (name, number) =>
      `Vi har sendt en kode til ${number}. Når du skriver den inn, kan ${name} igjen sende SMS til dette nummeret.`,
    code: 'Kode',
    confirm: 'Bekreft',
    wrong: 'Det er ikke koden. Se på den siste SMS-en.',
    codeOver: 'Koden gjelder ikke lenger. Be om en ny.',
    tooOften: 'En kode er allerede sendt. Prøv igjen i morgen.',
    text: (name, code) =>
      `${name}: ${code} lar våre SMS komme til dette nummeret igjen. Har du ikke bedt om det, gjør ingenting.`,
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
    again: 'Weer sms ontvangen',
    sent: (name, number) =>
      `We hebben een code naar ${number} gestuurd. Zodra u die invoert, mag ${name} weer sms naar dit nummer sturen.`,
    code: 'Code',
    confirm: 'Bevestigen',
    wrong: 'Dat is niet de code. Kijk in de laatste sms.',
    codeOver: 'Deze code is niet meer geldig. Vraag een nieuwe aan.',
    tooOften: 'Er is al een code gestuurd. Probeer het morgen opnieuw.',
    text: (name, code) =>
      `${name}: ${code} laat onze sms weer toe op dit nummer. Hebt u er niet om gevraagd, doe dan niets.`,
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
    again: 'Voltar a receber SMS',
    sent: (name, number) =>
      `Enviámos um código para ${number}. Quando o introduzir, ${name} pode voltar a enviar SMS para este número.`,
    code: 'Código',
    confirm: 'Confirmar',
    wrong: 'Não é esse o código. Veja o último SMS.',
    codeOver: 'Este código já não é válido. Peça outro.',
    tooOften: 'Já foi enviado um código. Tente amanhã.',
    text: (name, code) => `${name}: ${code} permite de novo os nossos SMS para este número. Se não pediu, ignore.`,
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
    again: 'Låt sms komma igen',
    sent: (name, number) =>
      `Vi har skickat en kod till ${number}. När du anger den får ${name} skicka sms till detta nummer igen.`,
    code: 'Kod',
    confirm: 'Bekräfta',
    wrong: 'Det är inte koden. Titta i det senaste sms:et.',
    codeOver: 'Koden gäller inte längre. Be om en ny.',
    tooOften: 'En kod har redan skickats. Försök igen i morgon.',
    text: (name, code) =>
      `${name}: ${code} låter våra sms komma till detta nummer igen. Har du inte bett om det, gör ingenting.`,
    over: 'Länken gäller inte längre. Använd den i ett nyare sms.',
    contact: 'Frågor:',
    thisNumber: 'detta nummer',
  },
}
