import type { Page } from 'playwright-core'

/** As spreadsheets in the west write it: Windows-1252, semicolons, and faults of every kind on lines 3 to 9. */
export const PEOPLE = Buffer.from(
  [
    'Personalnummer;Vorname;Nachname;E-Mail;Handy;Gruppen;Sprache;Kostenstelle',
    'u1;José;Müller;jose@acme.example;+14155550101;Nacht;de;K-10',
    'u2;Zoë;Alder;zoe@acme.example;0151 23456789;Nacht;fr;K-10',
    'u3;Bo;Birch;nobody;+14155550103;;klingon;K-11',
    ';;;;+14155550104;;;',
    'u1;José;Müller;;;;;',
    'u5;Cy;Cedar;cy@acme.example;+14155550101;;;K-12',
    'u6;Di;Dogwood;di@acme.example;12;;;',
    'u7;Ed;Elm;ed@acme.example;+14155550107;;;',
    '',
  ].join('\r\n'),
  'latin1',
)

export async function pick(page: Page, name: string, buffer: Buffer, mimeType = 'text/csv'): Promise<void> {
  await page.locator('input[type=file]').first().setInputFiles({ name, mimeType, buffer })
}

/** The same, and as many more, so that there is time to look at it on its way. */
export function manyPeople(count: number): Buffer {
  const rows = Array.from({ length: count }, (_, i) => `m${i};Ann;Müller ${i};;;Tag;de;K-20\r\n`)
  return Buffer.concat([PEOPLE, Buffer.from(rows.join(''), 'latin1')])
}
