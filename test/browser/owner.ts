import type { Page } from 'playwright-core'
import type { Site } from './site.ts'

export const OWNER = { name: 'Test owner', email: 'owner@acme.example', password: 'correct horse battery' }

/** Makes the first owner, who is the operator as well, and leaves them signed in. */
export async function becomeOwner(page: Page, site: Site): Promise<void> {
  await fillSetUp(page, site)
  await page.getByRole('button', { name: 'Create owner and sign in', exact: true }).click()
  await page.getByRole('heading', { name: 'No provider connected.' }).waitFor()
}

export async function fillSetUp(page: Page, site: Site): Promise<void> {
  await page.goto(site.setupUrl)
  await page.getByLabel('Your name').fill(OWNER.name)
  await page.getByLabel('Email').fill(OWNER.email)
  await page.getByLabel('Password', { exact: true }).fill(OWNER.password)
  await page.getByLabel('Workspace').fill('Acme')
  await page.getByLabel('An address of our own').check()
  await page.getByLabel('Address', { exact: true }).fill(site.url)
}
