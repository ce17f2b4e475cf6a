import assert from 'node:assert/strict'
import { before, describe, test } from 'node:test'
import { becomeOwner } from './owner.ts'
import { addPerson, signIn } from './people.ts'
import { visit } from './visit.ts'
import { openWindow, skip } from './window.ts'

describe('operators in the console', { skip }, async () => {
  const { site, context, page, seen, found, checkAccess } = await openWindow()
  before(() => becomeOwner(page, site))
  const { open, press, fill, reads } = visit(page, site.url)
  const row = (name: string) => page.getByRole('listitem', { name, exact: true })
  const OTHER = 'kim@acme.example'

  test('the only one stays', async () => {
    await open('/?workspace=installation')
    await open('/installation/operators')
    await row('Test owner').getByText('The only operator').waitFor()
    assert.equal(await row('Test owner').getByRole('button').count(), 0)
    await checkAccess('the only operator')
  })

  test('only somebody with an account is added, and why not is said at the field', async () => {
    await press('Add an operator')
    await press('Add')
    await reads('The email address is missing.')
    await fill('Email', OTHER)
    await press('Add')
    await reads('Nobody with this address is here.')
    await addPerson(site, OTHER)
    await press('Add')
    await reads('kim is an operator.')
    await row('kim').getByRole('button', { name: 'Remove kim' }).waitFor()
    await press('Add an operator')
    await fill('Email', OTHER)
    await press('Add')
    await reads('kim is an operator already.')
    await checkAccess('adding an operator')
    await press('Cancel')
  })

  test('one is removed after a question, and sees nothing from the next click on', async () => {
    const browser = context.browser()!
    const theirs = await (await browser.newContext({ reducedMotion: 'reduce' })).newPage()
    await signIn(theirs, site, OTHER, '/?workspace=installation')
    await theirs.getByRole('link', { name: 'Operators' }).first().waitFor()
    await press('Remove kim')
    await checkAccess('removing an operator')
    await press('Keep them')
    await press('Remove kim')
    await press('Remove')
    await reads('kim is no operator any more.')
    await row('Test owner').getByText('The only operator').waitFor()
    await theirs.goto(`${site.url}/installation/operators`)
    await theirs
      .getByText(/belong to no workspace|You cannot see who runs/)
      .first()
      .waitFor()
    await theirs.context().close()
  })

  test('whoever steps down is led away from the installation', async () => {
    await addPerson(site, 'noor@acme.example')
    await press('Add an operator')
    await fill('Email', 'noor@acme.example')
    await press('Add')
    await reads('noor is an operator.')
    await press('Step down')
    await reads('From your next click on you see nothing')
    await press('Step down')
    await page.getByRole('heading', { name: 'No provider connected.' }).waitFor()
    await open('/installation/operators')
    await reads('You cannot see who runs the installation.')
  })

  test('nothing on these screens keeps people out, and the browser had nothing to complain about', () => {
    assert.deepEqual(found, [])
    assert.deepEqual(seen.complaints, [])
  })
})
