import assert from 'node:assert/strict'
import { before, describe, test } from 'node:test'
import type { Page } from 'playwright-core'
import { until } from '../app.ts'
import { settled, WIDTHS } from './look.ts'
import { becomeOwner, OWNER } from './owner.ts'
import { addPerson, signIn } from './people.ts'
import { visit } from './visit.ts'
import { openWindow, skip } from './window.ts'

const MIKA = 'mika@acme.example'

describe('workspaces', { skip }, async () => {
  const { site, page, context, seen, found, checkAccess } = await openWindow()
  let mikaId: string
  /** Another browser, with somebody else at it. */
  let mika: Page
  before(async () => {
    await becomeOwner(page, site)
    mikaId = await addPerson(site, MIKA)
    const browser = context.browser()!
    const other = await browser.newContext({ reducedMotion: 'reduce', colorScheme: 'light' })
    other.setDefaultTimeout(10_000)
    mika = await other.newPage()
    await mika.setViewportSize(WIDTHS.wide)
  })
  const { open, press, fill, reads } = visit(page, site.url)
  const dialog = (at = page) => at.getByRole('dialog')
  const switcher = (at = page) => at.getByRole('button', { name: /^Workspace: / })
  const isIn = (name: string, at = page) =>
    at.getByRole('button', { name: `Workspace: ${name}`, exact: true }).waitFor()
  const switchTo = async (name: string, at = page) => {
    await switcher(at).click()
    await at.getByRole('menuitem', { name }).click()
    await isIn(name, at)
  }
  /** As if they came back to their window: then a page looks at once, and otherwise every so often. */
  const look = () => mika.evaluate(`window.dispatchEvent(new Event('visibilitychange'))`)
  const idOf = async (slug: string) => {
    const row = await site.server.context.db.signIn((tx) =>
      tx.selectFrom('workspaces').select('workspace_id').where('slug', '=', slug).executeTakeFirstOrThrow(),
    )
    return row.workspace_id
  }

  test('somebody in no workspace reads so, and is let in as soon as they belong to one', async () => {
    await signIn(mika, site, MIKA)
    await mika.getByRole('heading', { name: 'You belong to no workspace' }).waitFor()
    await mika.getByText(`signed in as ${MIKA}`).waitFor()
    await checkAccess('no workspace', mika)
  })

  test('a workspace is made, and its maker is in it at once', async () => {
    await switcher().click()
    await page.getByRole('menuitem', { name: 'New workspace' }).click()
    await dialog().getByRole('button', { name: 'Make the workspace' }).click()
    await dialog().getByText('The workspace needs a name.').waitFor()
    await dialog().getByLabel('Name').fill('North')
    await dialog().getByLabel('Slug').fill('acme')
    await dialog().getByRole('button', { name: 'Make the workspace' }).click()
    await dialog().getByText('Another workspace has this one.').first().waitFor()
    await checkAccess('new workspace')
    await dialog().getByLabel('Slug').fill('north')
    await dialog().getByRole('button', { name: 'Make the workspace' }).click()
    await isIn('North')
    await reads('North is made.')
  })

  test('switching shows the other’s own, and a new page is where one was last', async () => {
    await open('/settings/sms')
    await switchTo('Acme')
    await switchTo('Installation')
    await page.getByRole('heading', { name: 'Workspaces' }).waitFor()
    for (const name of ['Workspaces', 'General', 'Health', 'SMS'])
      await page.getByRole('navigation').getByRole('link', { name, exact: true }).waitFor()
    assert.equal(await page.getByRole('navigation').getByRole('link', { name: 'History' }).count(), 0)
    await checkAccess('installation')
    for (const path of ['settings/workspace', 'settings/api-keys', 'settings/members', 'history']) {
      await open(`/${path}`)
      await reads('This is the installation and not a workspace.')
    }
    await page.getByRole('link', { name: 'Go to its workspaces' }).click()
    await page.getByRole('heading', { name: 'Workspaces' }).waitFor()
    await switchTo('North')
    await page.reload()
    await isIn('North')
    const { body } = await visit(page, site.url).api('GET', '/v1/workspace')
    assert.equal(body.slug, 'north')
  })

  test('a link that names a workspace leads there, and to nowhere else', async () => {
    await open('/settings/workspace?workspace=acme')
    await isIn('Acme')
    assert.equal(new URL(page.url()).search, '')
    await page.getByLabel('Slug').waitFor()
    assert.equal(await page.getByLabel('Slug').inputValue(), 'acme')
    await open('/settings/workspace?workspace=nobody-is-here')
    await reads('The link leads to a workspace that you do not belong to.')
    await isIn('Acme')
  })

  test('a workspace is renamed, and its name stands in the navigation at once', async () => {
    await open('/settings/workspace?workspace=north')
    await isIn('North')
    await fill('Name', 'North office')
    await fill('Support contact', 'desk@acme.example')
    await page.getByRole('combobox', { name: 'Time zone' }).click()
    await page.getByRole('combobox', { name: 'Time zone' }).fill('Tokyo')
    await page.getByRole('option', { name: 'Asia/Tokyo' }).click()
    await checkAccess('settings of a workspace')
    await press('Save')
    await reads('Saved.')
    await isIn('North office')
    await page.reload()
    assert.equal(await page.getByRole('combobox', { name: 'Time zone' }).inputValue(), 'Asia/Tokyo')
  })

  test('a form that was open meanwhile leaves alone what another changed', async () => {
    await page.getByLabel('Support contact').fill('night@acme.example')
    await visit(page, site.url).api('PATCH', '/v1/workspace', { language: 'de' })
    await press('Save')
    await reads('Saved.')
    const { body } = await visit(page, site.url).api('GET', '/v1/workspace')
    assert.deepEqual([body.language, body.support_contact], ['de', 'night@acme.example'])
  })

  test('on a phone a notice covers neither the title nor the buttons that a form keeps at the bottom', async () => {
    await page.setViewportSize({ ...WIDTHS.phone, height: 640 })
    await page.getByLabel('Support contact').fill('day@acme.example')
    await press('Save')
    const notice = page.getByRole('alert').filter({ hasText: 'Saved.' }).last()
    await notice.waitFor()
    await page.evaluate('window.scrollTo({ top: 0 })')
    await page.locator('[data-stuck]').waitFor()
    await settled(page)
    const { y, height } = (await notice.boundingBox())!
    const save = (await page.getByRole('button', { name: 'Save', exact: true }).boundingBox())!
    const title = (await page.getByRole('heading', { name: 'Workspace', exact: true }).boundingBox())!
    assert.ok(y > title.y + title.height, `below the title: ${y}`)
    assert.ok(y + height < save.y, `above the buttons: ${y} + ${height}, ${save.y}`)
    await page.setViewportSize(WIDTHS.phone)
    await page.locator('[data-stuck]').waitFor({ state: 'detached' })
    await settled(page)
    const below = (await notice.boundingBox())!.y - (await page.getByRole('button', { name: 'Save' }).boundingBox())!.y
    assert.ok(below >= 44, `below the buttons where they are in their place: ${below}`)
    await page.setViewportSize(WIDTHS.wide)
  })

  test('what the operator suspends, others read in their own session, with the reason', async () => {
    const north = await idOf('north')
    await site.server.context.db.signIn((tx) =>
      tx.insertInto('members').values({ workspace_id: north, user_id: mikaId, role: 'member' }).execute(),
    )
    await look()
    await mika.getByRole('button', { name: 'Go there' }).click()
    await mika.getByRole('region', { name: 'SMS' }).getByText('Owner, Admin').waitFor()
    await mika.getByRole('region', { name: 'Open to you' }).getByRole('link', { name: 'Members and roles' }).waitFor()
    await checkAccess('the start of a member', mika)

    await switchTo('Installation')
    await page.getByRole('button', { name: 'North office' }).click()
    await dialog().getByText(OWNER.email).waitFor()
    await checkAccess('a workspace as the operator sees it')
    await dialog().getByRole('button', { name: 'Suspend…' }).click()
    await dialog().last().getByRole('button', { name: 'Suspend', exact: true }).click()
    await dialog().getByText('Say why: the workspace reads it.').waitFor()
    await dialog().getByLabel('Why').fill('Complaints from a carrier')
    await checkAccess('suspend')
    await dialog().last().getByRole('button', { name: 'Suspend', exact: true }).click()
    await reads('North office is suspended.')
    await look()
    await mika.getByText('North office is suspended.').waitFor()
    await mika.getByText('The operator says: Complaints from a carrier.').waitFor()
    await checkAccess('suspended', mika)

    await dialog().getByRole('button', { name: 'Reactivate' }).click()
    await reads('North office may send again.')
    await look()
    await mika.getByText('North office is suspended.').waitFor({ state: 'detached' })
  })

  test('a workspace that the operator looks at has an address; Back and the button close it', async () => {
    await page.keyboard.press('Escape')
    await dialog().waitFor({ state: 'detached' })
    await page.getByRole('button', { name: 'North office', exact: true }).click()
    await dialog().getByText(OWNER.email).waitFor()
    const address = page.url()
    assert.match(address, /workspaces\?open=north$/)
    await page.goBack()
    await dialog().waitFor({ state: 'detached' })
    await page.goForward()
    await dialog().getByText(OWNER.email).waitFor()
    await press('Close')
    await dialog().waitFor({ state: 'detached' })
    assert.match(page.url(), /workspaces$/)
    await page.goto(`${address}&search=nobody`)
    await dialog().getByRole('heading', { name: 'North office' }).waitFor()
    await press('Close')
    await reads('No workspace is like that.')
    assert.match(page.url(), /workspaces\?search=nobody$/)
    await open('/installation/workspaces?open=nowhere')
    await dialog().getByText('None has the slug nowhere.').waitFor()
    await checkAccess('no such workspace')
    await press('Close')
  })

  test('the list of workspaces is narrowed by the address, and by choosing', async () => {
    await open('/installation/workspaces?search=nor')
    await page.getByRole('button', { name: 'North office', exact: true }).waitFor()
    assert.equal(await page.getByLabel('Search by name or slug').inputValue(), 'nor')
    const state = page.getByRole('combobox', { name: 'State' })
    await state.click()
    await page.getByRole('option', { name: 'Active' }).waitFor()
    await checkAccess('a filter of the workspaces', page, { onlyWide: true })
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Enter')
    await reads('No workspace is like that.')
    assert.match(page.url(), /search=nor&state=suspended$/)
    await page.goBack()
    await page.getByRole('button', { name: 'North office', exact: true }).waitFor()
    await press('Clear filters')
    await page.getByRole('button', { name: 'Acme', exact: true }).waitFor()
    assert.equal(await page.getByLabel('Search by name or slug').inputValue(), '')
    await page.goBack()
    await page.getByRole('button', { name: 'Acme', exact: true }).waitFor({ state: 'detached' })
    assert.equal(await page.getByLabel('Search by name or slug').inputValue(), 'nor')
    await press('Clear filters')
  })

  test('a workspace without access to SMS says whom to ask', async () => {
    await open('/installation/general')
    await fill('Contact for access', 'sms@acme.example')
    await page.getByRole('form', { name: 'Workspaces' }).getByRole('button', { name: 'Save' }).click()
    await reads('Saved. It holds at once.')
    await checkAccess('general')
    await open('/installation/workspaces')
    await page.getByRole('textbox', { name: 'Search by name or slug' }).fill('north')
    await page.getByRole('button', { name: 'Acme' }).waitFor({ state: 'detached' })
    await page.getByRole('button', { name: 'North office' }).click()
    await dialog().getByRole('button', { name: 'Take access away…' }).click()
    await dialog().last().getByRole('button', { name: 'Take access away', exact: true }).click()
    await reads('North office has no access to SMS any more.')
    await look()
    await mika.getByText('To request access, ask').waitFor()
    await mika.getByRole('link', { name: 'sms@acme.example' }).waitFor()
    await checkAccess('no access', mika)
    await dialog().getByRole('button', { name: 'Give access' }).click()
    await reads('North office may use SMS.')
  })

  test('a workspace is marked for deletion by typing its name, and kept again', async () => {
    await open('/settings/workspace?workspace=north')
    await isIn('North office')
    await press('Delete workspace…')
    const confirm = dialog().getByRole('button', { name: 'Delete workspace', exact: true })
    assert.equal(await confirm.isDisabled(), true)
    await dialog().getByRole('textbox').fill('North office')
    await checkAccess('delete a workspace')
    const asked: string[] = []
    page.on('request', (request) => request.method() === 'DELETE' && asked.push(request.url()))
    await confirm.dblclick()
    const banner = page.getByRole('region', { name: 'State of the workspace' })
    await banner.getByText('North office is marked for deletion.').waitFor()
    await look()
    await mika.getByText('North office is marked for deletion.').waitFor()
    assert.equal(asked.length, 1)
    assert.equal(await mika.getByRole('button', { name: 'Undo' }).count(), 0)
    await checkAccess('marked for deletion')
    await banner.getByRole('button', { name: 'Undo' }).click()
    await reads('North office is kept.')
    await banner.waitFor({ state: 'detached' })
  })

  test('who is removed while looking finds another workspace, and a word about it', async () => {
    const acme = await idOf('acme')
    const north = await idOf('north')
    const { db } = site.server.context
    await db.signIn((tx) =>
      tx.insertInto('members').values({ workspace_id: acme, user_id: mikaId, role: 'member' }).execute(),
    )
    await mika.reload()
    await isIn('North office', mika)
    await db.tenant(north, (tx) => tx.deleteFrom('members').where('user_id', '=', mikaId).execute())
    await look()
    await mika.getByText('You no longer belong to North office. This is Acme.').waitFor()
    const isIt = () => mika.getByText('Acme').first().isVisible()
    await until('they are in Acme', isIt)
  })

  test('nothing keeps people out, and no page complained', () => {
    assert.deepEqual(found, [])
    assert.deepEqual(seen.complaints, [])
  })
})
