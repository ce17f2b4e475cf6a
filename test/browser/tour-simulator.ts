import type { Album } from './album.ts'
import type { Site } from './site.ts'
import { visit } from './visit.ts'

/** The page of handsets, which by now has some. */
export async function tourSimulator({ page: console, take }: Album, site: Site): Promise<void> {
  const page = await console.context().newPage()
  const { press, reads } = visit(page, site.simulator.url)
  const at = async (hash: string) => {
    await page.goto(`${site.simulator.url}/${hash}`)
    await page.getByRole('heading', { name: /Simulator/ }).waitFor()
  }
  await at('')
  await reads('Accepted')
  await take('s1-handsets', { page })
  await at(`#${encodeURIComponent('+442079460123')}`)
  await page.getByRole('log').waitFor()
  await take('s2-handset', { page })
  await press('Show parts')
  await take('s3-handset-parts', { page, only: 'wide' })
  await press('Request')
  await take('s4-handset-request', { page, only: 'wide' })
  await page.getByRole('tab', { name: /Receipts/ }).click()
  await take('s5-handset-receipts', { page, only: 'wide' })
  await page.getByRole('tab', { name: /Faults/ }).click()
  await take('s6-faults', { page, only: 'wide' })
  await press('STOP')
  await reads('opted out')
  await take('s7-handset-stop', { page })
  await press('Connect')
  await take('s8-connect', { page })
  await page.keyboard.press('Escape')
  await at('')
  await page.getByRole('button', { name: 'number' }).click()
  await take('s9-add-handset', { page })
  await page.close()
}
