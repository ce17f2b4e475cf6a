import type { SettingsOut } from '../api.ts'

export function SimulatorHint({ settings }: { settings: SettingsOut }) {
  const page = settings.simulator.page_url
  return (
    <p className="quiet" style={{ margin: 0 }}>
      The simulator has an account of its own. Its SID, token and numbers are under Connect
      {page ? (
        <>
          {' on '}
          <a href={page} target="_blank" rel="noreferrer">
            the simulator's page
          </a>
        </>
      ) : (
        " on the simulator's page"
      )}
      .
    </p>
  )
}
