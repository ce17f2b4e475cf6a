// Runs before the first paint, so that a dark screen does not begin with a white flash. A file of its own because the
// page allows no inline script.
try {
  const chosen = localStorage.getItem('handset-scheme')
  const dark = chosen === 'dark' || (chosen !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches)
  document.documentElement.dataset.mantineColorScheme = dark ? 'dark' : 'light'
} catch {
  document.documentElement.dataset.mantineColorScheme = 'light'
}
