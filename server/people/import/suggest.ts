import { plainLetters } from '../words.ts'

/** What a column of a file may become; a field of the workspace's own is written `field:` and its name. */
export const TARGETS = [
  'external_id',
  'first_name',
  'last_name',
  'email',
  'phone',
  'language',
  'time_zone',
  'manager',
  'groups',
  'active',
] as const
export type Target = (typeof TARGETS)[number] | `field:${string}`

/** How spreadsheets and directories head these columns; compared without case, accents, blanks and punctuation. */
const HEADINGS: Record<(typeof TARGETS)[number], string> = {
  external_id:
    'external id, externe id, id, user id, person id, employee id, employee number, employee no, staff id, personnel number, personalnummer, mitarbeiternummer, benutzer id, identifiant, matricule, id externe, id externo, id usuario, id empleado, numero de empleado, matricola, id esterno, id utente, matricula, personeelsnummer, medewerkernummer, anstallningsnummer, identyfikator, numer pracownika, 社員番号, табельный номер',
  first_name:
    'first name, given name, forename, name first, vorname, rufname, prenom, nombre, nombre de pila, nome, nome proprio, primeiro nome, voornaam, fornamn, fornavn, imie, 名, имя',
  last_name:
    'last name, name, surname, family name, name last, nachname, familienname, zuname, nom, nom de famille, apellido, apellidos, cognome, sobrenome, apelido, ultimo nome, achternaam, efternamn, etternavn, efternavn, nazwisko, 姓, фамилия',
  email:
    'email, e mail, mail, email address, mail address, e mail adresse, emailadresse, courriel, adresse e mail, adresse mail, correo, correo electronico, posta elettronica, indirizzo email, endereco de email, e mailadres, e postadress, e post, adres email, メール, メールアドレス, электронная почта, почта',
  phone:
    'phone, phone number, mobile, mobile phone, mobile number, cell, cell phone, cellphone, telephone, tel, sms, handy, handynummer, telefon, telefonnummer, mobil, mobilnummer, mobiltelefon, rufnummer, portable, telephone portable, numero de telephone, telefono, movil, telefono movil, numero de telefono, celular, cellulare, numero di telefono, telefone, telemovel, telefoon, telefoonnummer, mobiel, numer telefonu, telefon komorkowy, komorka, 電話, 電話番号, 携帯, 携帯電話, телефон, мобильный',
  language:
    'language, preferred language, locale, sprache, langue, idioma, lengua, lingua, taal, sprak, sprog, jezyk, 言語, язык',
  time_zone:
    'time zone, timezone, tz, zeitzone, fuseau horaire, fuseau, zona horaria, fuso orario, fuso horario, tijdzone, tidszon, tidssone, strefa czasowa, タイムゾーン, часовой пояс',
  manager:
    'manager, manager id, manager email, supervisor, reports to, line manager, boss, vorgesetzter, vorgesetzte, fuhrungskraft, leiter, responsable, superieur, jefe, jefa, supervisor id, responsabile, gestor, gerente, leidinggevende, chef, leder, przelozony, kierownik, 上司, руководитель',
  groups:
    'group, groups, team, teams, department, gruppe, gruppen, abteilung, groupe, groupes, equipe, service, grupo, grupos, equipo, departamento, gruppo, gruppi, squadra, reparto, groep, groepen, afdeling, grupp, avdelning, grupa, grupy, zespol, グループ, 部署, группа, отдел',
  active: 'active, is active, enabled, status, aktiv, actif, activo, attivo, ativo, actief, aktywny, 有効, активен',
}

const KNOWN = new Map(
  Object.entries(HEADINGS).flatMap(([target, names]) =>
    names.split(', ').map((name): [string, Target] => [plain(name), target as Target]),
  ),
)

/** What each of these headings likely means; null where nothing is known. The first of two that mean the same gets it. */
export function suggestTargets(headings: string[]): (Target | null)[] {
  const taken = new Set<Target>()
  return headings.map((heading) => {
    const target = meant(heading)
    if (!target || taken.has(target)) return null
    taken.add(target)
    return target
  })
}

export function isKnownHeading(heading: string): boolean {
  return meant(heading) !== null
}

/** One's own fields are recognised by how Handset itself would name them. */
function meant(heading: string): Target | null {
  const [, field] = /^\s*(?:fields?|custom)[.: _]+([A-Za-z][A-Za-z0-9_]{0,59})\s*$/i.exec(heading) ?? []
  return field ? `field:${field}` : (KNOWN.get(plain(heading)) ?? null)
}

function plain(name: string): string {
  return plainLetters(name).replace(/[^\p{L}\p{N}]/gu, '')
}
