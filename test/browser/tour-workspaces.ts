import type { Album } from './album.ts'
import { addPerson } from './people.ts'
import type { Site } from './site.ts'
import { visit } from './visit.ts'

/** Workspaces as their members and as the operator see them. */
export async function tourWorkspaces({ page, take }: Album, site: Site): Promise<void> {
  const { open, press, fill, reads, api } = visit(page, site.url)
  const { body: north } = await api('POST', '/v1/workspaces', {
    name: 'Acme North',
    support_contact: 'desk@acme.example',
  })
  await api('POST', '/v1/workspaces', { name: 'Acme for the long names of subsidiaries and their branches' })
  await makeOthers(site)
  await api('PATCH', '/v1/installation', { access_contact: 'sms@acme.example' })

  await open('/settings/workspace?workspace=acme-north')
  await reads('Delete workspace…')
  await page
    .getByRole('button', { name: /^Workspace: / })
    .first()
    .click()
  await page.getByRole('menuitem', { name: 'New workspace' }).waitFor()
  await take('130-switcher', { only: 'wide' })
  await page.getByRole('menuitem', { name: 'New workspace' }).click()
  await fill('Slug', 'Acme North')
  await press('Make the workspace')
  await reads('The workspace needs a name.')
  await take('131-new-workspace')
  await open('/settings/workspace')
  await reads('Delete workspace…')
  await take('132-workspace', { whole: true })
  await press('Edit Retention')
  await page.getByLabel('Days to keep').fill('7')
  await page.getByLabel('Days to keep').blur()
  await take('132b-retention', { whole: true })
  await page.getByLabel('Days to keep').fill('400')
  await page.getByRole('form', { name: 'Retention' }).getByRole('button', { name: 'Save' }).click()
  await reads('Nothing is older yet.')
  await take('132c-retention-asked')
  await press('Delete what is older')
  await reads('400 days')
  await page.getByText('nothing older is left').waitFor({ timeout: 40_000 })
  await take('132d-retention-proof', { whole: true })
  await press('Delete workspace…')
  await take('133-delete')
  await page.getByRole('dialog').getByRole('textbox').fill('Acme North')
  await press('Delete workspace')
  await reads('Acme North is marked for deletion.')
  await reads('Keep workspace')
  await take('134-marked-for-deletion', { whole: true })
  await press('Undo')
  await reads('Acme North is kept.')

  const oversee = (body: object) => api('PATCH', `/v1/installation/workspaces/${north.id}`, body)
  await oversee({ suspended: true, why: 'A carrier complains about texts that nobody asked for' })
  await open('/settings/sms')
  await reads('Acme North is suspended.')
  await take('135-suspended')
  await oversee({ suspended: false, sms_entitled: false })
  await open('/settings/sms')
  await reads('Acme North has no access to SMS.')
  await take('136-no-access')

  await open('/?workspace=installation')
  await reads('acme-north')
  await take('137-workspaces', { whole: true })
  await page.getByRole('button', { name: 'Branch 12', exact: true }).click()
  await reads('Take access away…')
  await take('138-a-workspace')
  await page.getByRole('dialog').getByRole('button', { name: 'Change the cap…' }).click()
  await page.getByRole('dialog').last().getByLabel('Another amount a day').check()
  await take('138-b-cap')
  await page.getByRole('dialog').last().getByRole('button', { name: 'Cancel' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Suspend…' }).click()
  await page.getByRole('dialog').last().getByRole('button', { name: 'Suspend', exact: true }).click()
  await reads('Say why: the workspace reads it.')
  await take('139-suspend')
  await open('/installation/workspaces')
  await page.getByRole('textbox', { name: 'Search by name or slug' }).fill('nobody')
  await reads('No workspace is like that.')
  await take('140-no-such-workspace')
  await open('/installation/general')
  await page.getByLabel('Anybody who is signed in').click()
  await take('141-general', { whole: true })

  const refuse = { status: 503, json: { status: 503, code: 'not_available', detail: 'The database is not answering.' } }
  await page.route('**/v1/installation/workspaces*', (route) => route.fulfill(refuse))
  await open('/installation/workspaces')
  await reads('Could not load the workspaces')
  await take('142-workspaces-not-loaded')
  await page.unrouteAll()
  await page.route('**/v1/me', async (route) => {
    const me = (await (await route.fetch()).json()) as { user: object }
    await route.fulfill({ json: { ...me, permissions: [], user: { ...me.user, operator: false } } })
  })
  await open('/settings/workspace?workspace=acme-north')
  await reads('Owners and admins can change this.')
  await take('143-workspace-to-read')
  await open('/installation/workspaces')
  await reads('You cannot see the list of workspaces.')
  await take('144-workspaces-not-allowed')
  await page.unrouteAll()
  const none = { status: 403, code: 'no_workspace', may_make_workspaces: true }
  const detail = 'You are signed in as mika@acme.example and belong to no workspace. Ask sms@acme.example.'
  await page.route('**/v1/me', (route) => route.fulfill({ status: 403, json: { ...none, detail } }))
  await open('/')
  await reads('You belong to no workspace')
  await take('145-no-workspace')
  await page.unrouteAll()
  await oversee({ sms_entitled: true })
  await open('/?workspace=acme')
}

/** With owners, some suspended, one marked for deletion. */
async function makeOthers(site: Site): Promise<void> {
  const { db } = site.server.context
  const owner = await addPerson(site, 'mika@branches.example')
  await db.signIn(async (tx) => {
    for (let n = 1; n <= 12; n++) {
      const id = `ws_${String(n).padStart(26, '0')}`
      const suspended = n % 5 === 0 ? { suspended_at: new Date(), suspended_why: 'Unpaid' } : {}
      await tx
        .insertInto('workspaces')
        .values({ workspace_id: id, name: `Branch ${n}`, slug: `branch-${n}`, ...suspended, sms_entitled: n % 4 !== 3 })
        .execute()
      await tx.insertInto('members').values({ workspace_id: id, user_id: owner, role: 'owner' }).execute()
    }
  })
}
