import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { becomeOwner, OWNER } from './owner.ts'
import { openPostOffice } from './post-office.ts'
import { visit } from './visit.ts'
import { openWindow, skip } from './window.ts'

describe('the mail server of the installation', { skip }, async () => {
  const { site, page, seen, found, checkAccess } = await openWindow()
  const office = await openPostOffice()
  after(() => office.close())
  before(() => becomeOwner(page, site))
  const { open, press, fill, reads } = visit(page, site.url)
  const saved = async () => (await site.server.context.db.pool.query('select mail_sealed from installation')).rows[0]
  const server = page.getByRole('region', { name: 'Mail server' })

  test('without one it says what that means', async () => {
    await open('/installation/mail')
    await reads('No mail server yet.')
    await reads('Invitations are links that you copy')
    await checkAccess('no mail server')
  })

  test('what cannot be right is said at the field, before anybody is asked', async () => {
    await press('Set up a mail server')
    await fill('Port', '0')
    await press('Check and save')
    await reads('A number from 1 to 65535.')
    await reads('The name of the mail server')
    await checkAccess('mail, refused at the fields')
  })

  test('a wrong password is said at its field in the server’s words, and nothing is saved', async () => {
    await fill('Server', '127.0.0.1')
    await fill('Port', String(office.port))
    await fill('User (optional)', office.user)
    await fill('Password', 'not-the-password')
    await fill('Sender address', 'sms@acme.example')
    await press('Check and save')
    await reads('refused the user name and password: 535')
    await reads('Nothing was saved.')
    assert.equal((await saved()).mail_sealed, null)
    await checkAccess('mail, refused by the server')
  })

  test('what the server takes is saved, and the password comes back to nobody', async () => {
    await fill('Password', office.password)
    await press('Check and save')
    await server.getByText(`127.0.0.1:${office.port}`).waitFor()
    assert.notEqual((await saved()).mail_sealed, null)
    await open('/installation/mail')
    await server.getByText('••••').waitFor()
    assert.deepEqual(await seen.leaks(site.url, [office.password]), [])
    await checkAccess('mail, set')
  })

  test('a test mail shows what the server answered, and at the field what it refused', async () => {
    await press('Send a test mail')
    await reads(`took the mail to ${OWNER.email}`)
    await reads('250')
    assert.deepEqual(office.took, [OWNER.email])
    await checkAccess('mail, tested')
    await fill('Send to', 'nobody@acme.example')
    await press('Send a test mail')
    await reads('550')
    await reads('No mail was sent.')
  })

  test('an untouched password is kept; another server asks for its own', async () => {
    await press('Edit Mail server')
    await fill('Sender address', 'alerts@acme.example')
    await press('Check and save')
    await server.getByText('alerts@acme.example').waitFor()
    await press('Edit Mail server')
    await fill('Server', 'localhost')
    await press('Check and save')
    await reads('This server and user need their own password.')
    await press('Cancel')
  })

  test('it is given up only after a second thought', async () => {
    await press('Use no mail server…')
    await checkAccess('giving up the mail server')
    await press('Keep it')
    await press('Use no mail server…')
    await press('Use none')
    await reads('No mail server yet.')
    assert.equal((await saved()).mail_sealed, null)
  })

  test('nothing on these screens keeps people out, and the browser had nothing to complain about', () => {
    assert.deepEqual(found, [])
    assert.deepEqual(seen.complaints, [])
  })
})
