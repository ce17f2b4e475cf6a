import assert from 'node:assert/strict'
import { before, describe, test } from 'node:test'
import { becomeOwner } from './owner.ts'
import { addPerson, signIn } from './people.ts'
import { keepSilent } from './silence.ts'
import { visit } from './visit.ts'
import { openWindow, skip } from './window.ts'

describe('the troubleshooter in the console', { skip }, async () => {
  const { site, context, page, seen, found, checkAccess } = await openWindow()
  const { open, press, reads } = visit(page, site.url)
  let made: Awaited<ReturnType<typeof keepSilent>>
  before(async () => {
    await becomeOwner(page, site)
    made = await keepSilent(page, site)
  })
  const list = (name: string) => page.getByRole('list', { name, exact: true })

  test('a person’s page leads to why they got nothing, with the rule that decided first', async () => {
    await open(`/people/${made.stopped}`)
    await page.getByRole('link', { name: 'Why not?' }).click()
    await page.getByRole('heading', { name: /^The number answered STOP on \d+ \w+\.$/ }).waitFor()
    const first = list('Text').getByRole('listitem').first()
    assert.match((await first.textContent())!, /Not opted out\s*decided$/)
    await reads(/^Your number answered STOP on \d+ \w+\. Text START to \+1 415 555 0100 from that phone\.$/)
    await checkAccess('why a person got nothing')
  })

  test('another event is chosen, and the answer is about that one', async () => {
    await page.getByRole('textbox', { name: 'Of what' }).or(page.getByLabel('Of what')).first().click()
    await page.getByRole('option', { name: 'State changed', exact: true }).click()
    await page.getByRole('heading', { name: 'No event “State changed” has come in.' }).waitFor()
    assert.equal(new URL(page.url()).searchParams.get('event_type'), 'state_changed')
    await reads('Would not go now')
    await checkAccess('of an event that never came')
  })

  test('an event leads there too, and whom nobody knows is told apart', async () => {
    await open(`/events/${made.told}`)
    await page.getByRole('link', { name: 'Why did somebody get nothing?' }).click()
    await reads('Choose a person.')
    await page.getByRole('combobox', { name: 'Person' }).or(page.getByLabel('Person')).first().fill('u-404')
    await page.getByRole('option', { name: 'Whom your product calls “u-404”' }).click()
    await page.getByRole('heading', { name: 'The directory knows nobody as “u-404”.' }).waitFor()
    assert.doesNotMatch(page.url(), /u-404/)
    await checkAccess('of somebody whom nobody knows')
  })

  test('History has a way there, and a message its own diagnosis', async () => {
    await open('/history')
    await page.getByRole('link', { name: 'Diagnose a person' }).click()
    await reads('Choose a person.')
    await open(`/history/${made.text}`)
    await press('Diagnose')
    await reads('Sent now, it would not go. The number answered STOP')
    await checkAccess('the diagnosis of a message')
  })

  test('the settings lead to what people complain of, each with what was found', async () => {
    await open('/settings/sms')
    await page.getByRole('link', { name: 'Diagnose', exact: true }).first().click()
    await page.getByRole('heading', { name: 'Trouble with texts' }).waitFor()
    const late = page.getByRole('group').filter({ hasText: 'Texts come late' })
    await late.getByText('Texts come late').waitFor()
    const garbled = page.getByRole('group').filter({ hasText: 'Characters arrive garbled' })
    await garbled.getByText('Nothing wrong found', { exact: true }).waitFor()
    await garbled.getByText('Characters arrive garbled').click()
    await garbled.getByText('The carrier must carry UCS-2', { exact: false }).waitFor()
    await checkAccess('trouble with texts')
  })

  test('whoever may not see people does not see why', async () => {
    const { id } = ((await visit(page, site.url).api('GET', '/v1/me')).body.workspace ?? {}) as { id: string }
    await addPerson(site, 'member@acme.example', { workspaceId: id, role: 'member' })
    const other = await context.browser()!.newContext()
    const theirs = await other.newPage()
    await signIn(theirs, site, 'member@acme.example', '/diagnose')
    await theirs.getByText('You cannot see why.').waitFor()
    await other.close()
  })

  test('nothing on the way keeps people out or makes the browser complain', () => {
    assert.deepEqual([found, seen.complaints], [[], []])
  })
})
