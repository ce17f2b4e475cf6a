import assert from 'node:assert/strict'
import { before, describe, test } from 'node:test'
import { becomeOwner } from './owner.ts'
import { visit } from './visit.ts'
import { openWindow, skip } from './window.ts'

const EVENT = {
  type: 'state_changed',
  entity: { type: 'issue', id: '142', identifier: 'ENG-142', title: 'Fix login redirect' },
  before: { state: 'In Progress' },
  after: { state: 'In Review' },
  recipients: { reviewers: ['ann', 'nobody-here'], watchers: ['bob'] },
}

describe('triggers', { skip }, async () => {
  const { site, page, seen, found, checkAccess } = await openWindow()
  const { open, press, fill, reads, api } = visit(page, site.url)
  before(async () => {
    await becomeOwner(page, site)
    await api('POST', '/v1/people', { external_id: 'ann', first_name: 'Night', last_name: 'Desk' })
    await api('POST', '/v1/people', { external_id: 'bob', first_name: 'Day', last_name: 'Desk' })
    await api('POST', '/v1/events', EVENT)
    await api('POST', '/v1/events', { ...EVENT, entity: { ...EVENT.entity, id: '143', identifier: 'ENG-143' } })
    await api('POST', '/v1/events', { ...EVENT, after: { state: 'Blocked' } })
  })
  const row = (name: string) => page.getByRole('listitem', { name, exact: true })
  const said = () => page.getByRole('textbox', { name: 'With what it is compared' })
  const triggers = async () => (await api('GET', '/v1/triggers')).body.items as Record<string, unknown>[]

  test('where there are none, the four to start with are offered', async () => {
    await open('/settings/triggers')
    await reads('No triggers yet.')
    assert.equal(await page.getByRole('link', { name: /^Set up / }).count(), 4)
    await checkAccess('no triggers')
    await page.getByRole('link', { name: 'Set up In review' }).click()
    await page.getByRole('heading', { name: 'New trigger', level: 1 }).waitFor()
  })

  test('say what they would have done with what came in', async () => {
    await reads('Would have fired 2 times in the last 24 hours, reaching 1 person.')
    await reads('Of 3 events of this type. 1 name in them is not in the directory.')
    await reads('ENG-143')
    await checkAccess('a trigger to start with')
  })

  test('are tried on a sample, which one may change', async () => {
    await reads('Would fire for the sample.')
    await press('Change the sample')
    const sample = page.getByLabel('Sample event')
    const event = JSON.parse(await sample.inputValue()) as { after: object }
    await sample.fill(JSON.stringify({ ...event, after: { state: 'Done' } }))
    await reads('Would not fire for the sample.')
    await sample.fill(JSON.stringify({ ...event, recipients: { reviewers: ['ann'] } }))
    await reads('Would fire for the sample, reaching 1 person.')
    await checkAccess('a sample')
    await sample.fill('{')
    await reads('This is no JSON yet: a comma, quote or bracket is missing or too many.')
    await sample.fill('{}')
    await reads(/^This cannot be tried yet\./)
    await checkAccess('a sample that is no event')
    await press('Use the sample of the catalog')
    await reads('Would fire for the sample.')
  })

  test('say it anew as their conditions are changed', async () => {
    await said().fill('Blocked')
    await reads('Would have fired 1 time in the last 24 hours, reaching 1 person.')
    await said().fill('')
    await reads('As soon as the conditions are complete, this says what they fit.')
    await press('Make the trigger')
    await reads('A condition is not complete.')
    await page.locator('input[aria-label="With what it is compared"]:focus').waitFor()
    await checkAccess('a condition that is not complete')
    await said().fill('In Review')
    await press('Add a condition')
    await page.getByRole('combobox', { name: 'Which of them must hold' }).selectOption('One of these')
    await page.getByRole('combobox', { name: 'What is looked at' }).last().selectOption('Value before')
    await page
      .getByRole('textbox', { name: 'Its name' })
      .or(page.getByRole('combobox', { name: 'Its name' }))
      .last()
      .fill('state')
    await page.getByRole('combobox', { name: 'How it is compared' }).last().selectOption('is not given')
    await reads('Would have fired 2 times in the last 24 hours, reaching 1 person.')
    await checkAccess('conditions')
    await press('Make the trigger')
    await reads('The trigger In review is made.')
    await row('In review').getByText('reviewers').waitFor()
    await row('In review').getByText('Review requested').waitFor()
    const [made] = await triggers()
    assert.deepEqual(made!.conditions, {
      or: [{ '==': [{ var: 'after.state' }, 'In Review'] }, { '==': [{ var: 'before.state' }, null] }],
    })
  })

  test('tell of an event that comes in then', async () => {
    const { id } = (await api('POST', '/v1/events', EVENT)).body
    const deadline = Date.now() + 10_000
    let outcome: unknown = 'waiting'
    while (outcome === 'waiting' && Date.now() < deadline) outcome = (await api('GET', `/v1/events/${id}`)).body.outcome
    assert.equal(outcome, 'reached')
  })

  test('without conditions warn', async () => {
    assert.equal(await page.getByRole('link', { name: /^Set up / }).count(), 3)
    await page.getByRole('link', { name: 'Set up Mentioned' }).click()
    await reads('It fits every event of its type in the whole workspace.')
    await reads('No such event came in the last 24 hours.')
    await press('Make the trigger')
    await row('Mentioned').getByText('It fits every event of its type').waitFor()
    await checkAccess('triggers')
  })

  test('are switched off at once, and back where that is refused', async () => {
    const onOff = row('In review').getByRole('switch')
    const read = page.waitForResponse((one) => one.request().method() === 'GET' && one.url().includes('/v1/triggers'))
    await onOff.click({ force: true })
    await read
    assert.equal(await onOff.isChecked(), false)
    assert.equal((await triggers())[0]!.active, false)
    const refusal = { status: 422, code: 'x', detail: 'Not now.' }
    await page.route('**/v1/triggers/*', (route) => route.fulfill({ status: 422, json: refusal }))
    await onOff.click({ force: true })
    await reads('In review is still off.')
    assert.equal(await onOff.isChecked(), false)
    await page.unrouteAll()
    await page.getByRole('button', { name: 'Close this notice' }).last().click()
  })

  test('of due dates say how far ahead and at which time, and an event what is scheduled', async () => {
    await open('/settings/triggers/new')
    await fill('Name', 'Soon due')
    await page.getByRole('combobox', { name: 'Event' }).fill('Due date rem')
    await page.getByRole('option', { name: 'Due date reminder' }).click()
    await page.getByRole('textbox', { name: 'Days ahead' }).fill('3')
    await page.getByLabel('At', { exact: true }).fill('08:30')
    await page.getByRole('combobox', { name: 'Tell', exact: true }).fill('watchers')
    await page.keyboard.press('Enter')
    await page.getByRole('combobox', { name: 'Template' }).click()
    await page.getByRole('option', { name: 'Due date reminder' }).click()
    await reads('It reminds of every due date in the whole workspace.')
    await checkAccess('a reminder')
    await press('Make the trigger')
    await row('Soon due').getByText('3 days ahead at 08:30').waitFor()
    const entity = { ...EVENT.entity, id: '150', identifier: 'ENG-150', properties: { due_date: '2099-12-01' } }
    const { id } = (await api('POST', '/v1/events', { ...EVENT, entity })).body
    await open(`/events/${id}`)
    await reads('It is due 1 Dec 2099.')
    await reads('28 Nov 2099 at 08:30')
    await reads('for 1 person, by their clock')
    await checkAccess('what is scheduled')
    await api('POST', '/v1/events', { ...EVENT, type: 'issue_completed', entity })
    await reads('The item is completed. Nothing more is scheduled for it.')
  })

  test('take event types of one’s own, which are added and deleted beside them', async () => {
    await open('/settings/triggers')
    await press('Add an event type')
    await fill('Key', 'Invoice paid')
    await press('Add it')
    await reads('Lower-case letters, digits, _ and . only, a letter first.')
    await fill('Key', 'invoice.paid')
    await fill('Name', 'Invoice paid')
    await checkAccess('an event type')
    await press('Add it')
    await reads('The event type Invoice paid is added.')
    await open('/settings/triggers/new')
    await page.getByRole('combobox', { name: 'Event' }).fill('Invoice')
    await page.getByRole('option', { name: 'Invoice paid' }).click()
    await open('/settings/triggers')
    await page.getByRole('button', { name: 'Change Invoice paid' }).click()
    await press('Delete this type…')
    await press('Delete it')
    await reads('The event type Invoice paid is deleted.')
    await page.getByText('invoice.paid').waitFor({ state: 'detached' })
  })

  test('are changed, and what is not saved is asked about', async () => {
    await page.getByRole('link', { name: 'Mentioned', exact: true }).click()
    await page.getByRole('heading', { name: 'Mentioned', level: 1 }).waitFor()
    await fill('Name', 'In review')
    await press('Save')
    await reads('Another trigger has this name.')
    await page.locator('input[name=name]:focus').waitFor()
    await fill('Name', 'Named')
    const link = page.getByRole('navigation').getByRole('link', { name: 'API keys' })
    await link.click()
    await page.getByRole('dialog').getByText('Leave without saving?').waitFor()
    await press('Keep editing')
    await press('Save')
    await page.getByRole('heading', { name: 'Named', level: 1 }).waitFor()
    await checkAccess('a trigger')
    await link.click()
    await page.getByRole('heading', { name: 'API keys', exact: true }).waitFor()
  })

  test('with conditions that cannot be built are shown, and lose nothing', async () => {
    const conditions = { '!!': { var: 'after.state' } }
    const [first] = await triggers()
    await api('PATCH', `/v1/triggers/${first!.id}`, { conditions })
    await open(`/settings/triggers/${first!.id}`)
    await reads('They are kept as they are.')
    await fill('Name', 'Any review')
    await press('Save')
    await reads('Saved. Events are judged by it from now on.')
    assert.deepEqual((await triggers())[0]!.conditions, conditions)
    await checkAccess('conditions that are kept')
  })

  test('what the server refuses stands at its condition', async () => {
    const [, second] = await triggers()
    await open(`/settings/triggers/${second!.id}`)
    await press('Add a condition')
    await page
      .getByRole('textbox', { name: 'Its name' })
      .or(page.getByRole('combobox', { name: 'Its name' }))
      .fill('state')
    await said().fill('Done')
    const errors = [{ pointer: '/conditions/and/0/==/0', detail: 'Not something that an event says.' }]
    const refusal = { status: 422, code: 'invalid', detail: 'Unfit.', errors }
    await page.route('**/v1/triggers/*', (route) =>
      route.request().method() === 'PATCH' ? route.fulfill({ status: 422, json: refusal }) : route.continue(),
    )
    await press('Save')
    await reads('Not something that an event says.')
    await page.locator('select[aria-label="What is looked at"]:focus').waitFor()
    await page.unrouteAll()
    await press('Remove this condition')
    await page.locator('button[data-adds]:focus').waitFor()
    assert.equal(await page.getByText('Nothing was saved.').count(), 0)
  })

  test('are deleted after a question', async () => {
    await press('Delete…')
    await checkAccess('deleting a trigger')
    await press('Delete it')
    await page.getByRole('heading', { name: 'Triggers', level: 1 }).waitFor()
    await row('Any review').waitFor()
    assert.equal(await row('Named').count(), 0)
  })

  test('may be looked at by whoever may not change them, and by nobody else', async () => {
    const [first] = await triggers()
    const may = (permissions: string[]) =>
      page.route('**/v1/me', async (route) => {
        const me = (await (await route.fetch()).json()) as object
        await route.fulfill({ json: { ...me, role: 'viewer', permissions } })
      })
    await may(['history.read'])
    await open('/settings/triggers')
    await row('Any review').getByText('Off').waitFor()
    assert.equal(await page.getByRole('switch').count(), 0)
    await open(`/settings/triggers/${first!.id}`)
    await reads('You may look at it; changing it takes another role.')
    assert.equal(await page.getByRole('textbox', { name: 'Name', exact: true }).isEditable(), false)
    assert.equal(await page.getByRole('button', { name: /Save|Delete|Add/ }).count(), 0)
    await checkAccess('a trigger that may be read')
    await page.unrouteAll()
    await may(['people.read'])
    await open('/settings/triggers')
    await reads(/^You cannot see triggers\./)
    await page.unrouteAll()
  })

  test('that are not there, or do not come, are said to be', async () => {
    await open('/settings/triggers/trg_nothing')
    await reads('No such trigger')
    await page.route('**/v1/triggers?*', (route) =>
      route.fulfill({ status: 422, json: { status: 422, code: 'x', detail: 'Out of order.' } }),
    )
    await open('/settings/triggers')
    await reads('Could not load the triggers.')
    await page.unrouteAll()
    await press('Try again')
    await row('Any review').waitFor()
  })

  test('nothing keeps people out, and no page complained', () => {
    assert.deepEqual([found, seen.complaints], [[], []])
  })
})
