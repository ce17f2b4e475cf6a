import type { Album } from './album.ts'
import { openDirectory } from './directory.ts'
import { connectSimulator } from './doubts.ts'
import { WIDTHS } from './look.ts'
import type { Site } from './site.ts'
import { visit } from './visit.ts'

const FIELDS = { site: 'Lagos', badge: 12, driver: true }

/** Whom texts are for, in every state that a number can be in. */
export async function tourPeople(album: Album, site: Site): Promise<void> {
  const { page, take } = album
  const { open, reads } = visit(page, site.url)
  await open('/people')
  await reads('No people yet.')
  await take('90-people-none')
  const ids = await fill(album, site)
  await list(album, site)
  await adding(album, site)
  for (const [name, id] of Object.entries(ids)) {
    await open(`/people/${id}`)
    await reads('Who they are')
    await take(`95-person-${name}`, { whole: name === 'reached' })
  }
  await changing(album, site, ids.reached!)
  await groups(album, site)
  await refused(album, site)
}

async function fill({ page }: Album, site: Site): Promise<Record<string, string>> {
  const { api } = visit(page, site.url)
  await connectSimulator(page, site)
  const directory = await openDirectory(page, site)
  const group = async (name: string) => String((await api('POST', '/v1/groups', { name })).body.id)
  const onCall = await group('On call')
  const night = await group('Night desk')
  const lead = await directory.send({ first_name: 'Lead', last_name: 'Example', email: 'lead@acme.example' })
  const malformed = await directory.send({ external_id: 'u-404', last_name: 'Odd' })
  await directory.giveNumber(malformed, '0171 1234567')
  const unverified = String(
    (await api('POST', '/v1/people', { first_name: 'Typed', last_name: 'Example', phone: '+442079460123' })).body.id,
  )
  const stopped = await directory.send({ first_name: 'Quiet', last_name: 'Example', phone: '+14155550144' })
  await directory.stop('+14155550144')
  await directory.send({ last_name: 'Gone', active: false, phone: '+4915123456789', email: 'gone@acme.example' })
  await directory.send({ first_name: 'Shared', last_name: 'Desk', phone: '+14155550142', groups: [night] })
  const reached = await directory.send({
    external_id: 'u-17',
    first_name: 'Night',
    last_name: 'Desk',
    email: 'night.desk@acme.example',
    phone: '+14155550142',
    language: 'es',
    time_zone: 'America/New_York',
    manager_id: lead,
    groups: [onCall, night],
    fields: FIELDS,
  })
  await api('PATCH', `/v1/people/${reached}`, { phone: '+14155550177' })
  await api('POST', '/v1/messages', { to: '+14155550142', body: 'Acme: ENG-142 is overdue.', class: 'alert' })
  await api('POST', '/v1/messages', { to: '+14155550142', body: '123456 is your code', class: 'otp' })
  return { 'no-number': lead, malformed, unverified, stopped, reached }
}

async function list({ page, take }: Album, site: Site): Promise<void> {
  const { open, press, reads } = visit(page, site.url)
  await open('/people')
  await reads('Night Desk')
  await take('91-people')
  await page.getByRole('combobox', { name: 'Reach' }).click()
  await page.getByRole('option', { name: 'No: stopped' }).waitFor()
  await take('91-people-filter', { only: 'wide' })
  await page.keyboard.press('Escape')
  const search = page.getByRole('textbox', { name: /^Search/ })
  await search.fill('14155550142')
  await reads('People with +1 ••• ••• 0142')
  await take('92-people-number-typed')
  await search.fill('+1 415 555 0142')
  await press('People with +1 ••• ••• 0142')
  await reads('With +1 ••• ••• 0142')
  await take('92-people-of-one-number')
  await open('/people?reach=no_phone&search=zzz&who=inactive')
  await reads('Nobody matches.')
  await take('93-people-no-match')
  await page.setViewportSize(WIDTHS.phone)
  await press(/^Filters/)
  await take('93-people-filters-sheet', { only: 'phone' })
}

async function adding({ page, take }: Album, site: Site): Promise<void> {
  const { open, press, fill: type, reads } = visit(page, site.url)
  await open('/people')
  await press('Add a person')
  await take('94-person-new')
  await press('Add')
  await reads('A name, an email address or an external id is needed.')
  await type('Phone', '14155550143')
  await type('External id', 'u-17')
  await press('Add a field')
  await page.getByLabel('Name of the field').fill('no spaces')
  await press('Add')
  await reads('Add the plus')
  await take('94-person-faults', { whole: true })
  await type('Phone', '+14155550143')
  await page.getByLabel('Name of the field').fill('site')
  await press('Add')
  await reads('Nobody was added.')
  await take('94-person-taken', { whole: true })
}

async function changing({ page, take }: Album, site: Site, id: string): Promise<void> {
  const { open, press, reads } = visit(page, site.url)
  await open(`/people/${id}`)
  await page
    .getByRole('button', { name: /^Show the whole number/ })
    .first()
    .click()
  await reads('+1 415 555 0142')
  await take('96-person-revealed')
  await press('Edit')
  await take('96-person-edit', { whole: true })
  await press('Cancel')
  await press('Erase person…')
  await take('97-person-erase')
  await press('Keep them')
}

async function groups({ page, take }: Album, site: Site): Promise<void> {
  const { open, press, fill: type, reads } = visit(page, site.url)
  await page.route('**/v1/groups?*', (route) => route.fulfill({ json: { items: [], next: null } }))
  await open('/people/groups')
  await reads('No groups yet.')
  await take('99-groups-none')
  await page.unrouteAll()
  await open('/people/groups')
  await reads('Night desk')
  await take('99-groups')
  await press('Rename Night desk')
  await type('Name', 'On call')
  await press('Rename')
  await reads('Another group has this name.')
  await take('99-group-taken')
  await press('Cancel')
  await press('Delete Night desk')
  await take('99-group-delete')
  await press('Keep it')
}

async function refused({ page, take }: Album, site: Site): Promise<void> {
  const { open, reads } = visit(page, site.url)
  await open('/people/per_00000000000000000000000000')
  await reads('No such person')
  await take('98-person-missing')
  const refusal = { status: 503, code: 'not_available', detail: 'The database is not answering.' }
  await page.route(/\/v1\/people/, (route) => route.fulfill({ status: 503, json: refusal }))
  await open('/people')
  await reads('Could not load the people.')
  await take('98-people-not-loaded')
  await page.unrouteAll()
  await page.route('**/v1/me', async (route) => {
    const me = (await (await route.fetch()).json()) as object
    await route.fulfill({ json: { ...me, role: { id: 'member', name: 'Member' }, permissions: ['sms.read'] } })
  })
  await open('/people')
  await reads('You cannot see people.')
  await take('98-people-no-permission')
  await page.unrouteAll()
}
