// Takes a picture of every screen in every state, in both widths and both schemes: node test/browser/screens.ts <folder>.
// Needs a database, as single tests do (DATABASE_URL).
import { type Album, openAlbum } from './album.ts'
import { findChromium, launch, NO_CHROMIUM } from './chromium.ts'
import { openSite } from './site.ts'
import { tourDecisions } from './tour-decisions.ts'
import { tourHealth } from './tour-health.ts'
import { tourHistory } from './tour-history.ts'
import { tourSettings } from './tour-settings.ts'
import { tourSetup } from './tour-setup.ts'
import { tourSimulator } from './tour-simulator.ts'
import { tourTrouble } from './tour-trouble.ts'

const folder = process.argv[2]
if (!folder) throw new Error('Name a folder for the pictures.')
const chromium = await findChromium()
if (!chromium) throw new Error(NO_CHROMIUM)
const site = await openSite()
const browser = await launch(chromium)
let album: Album | undefined
try {
  const context = await browser.newContext({ reducedMotion: 'reduce', colorScheme: 'light' })
  context.setDefaultTimeout(10_000)
  album = await openAlbum(folder, await context.newPage())
  for (const tour of [tourSetup, tourSettings, tourHistory, tourTrouble, tourSimulator, tourHealth, tourDecisions])
    await tour(album, site)
} catch (error) {
  console.error(await album?.page.locator('body').ariaSnapshot())
  throw error
} finally {
  await album?.close()
  await browser.close()
  await site.stop()
}
