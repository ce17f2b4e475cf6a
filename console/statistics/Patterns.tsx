/** What bars are filled with beside colour: stripes, dots, lines. A chart names them by their ids. */
export function Patterns() {
  return (
    <svg width="0" height="0" aria-hidden style={{ position: 'absolute' }}>
      <defs>
        <Pattern id="sent-pattern" back="var(--green-back)" ink="var(--green)" path="M0 0h6" />
        <Pattern id="pending-pattern" back="var(--blue-back)" ink="var(--blue)" path="M0 0v6" />
        <Pattern id="failed-pattern" back="var(--red-back)" ink="var(--red)" path="M0 6L6 0M-1 1L1 -1M5 7L7 5" thick />
        <Pattern id="skipped-pattern" back="var(--neutral-back)" ink="var(--choice)" path="M2 3h2" />
        <Pattern id="email-pattern" back="var(--blue-back)" ink="var(--blue)" path="M0 6L6 0M-1 1L1 -1M5 7L7 5" thick />
        <Pattern id="app-pattern" back="var(--neutral-back)" ink="var(--choice)" path="M0 0h6" />
      </defs>
    </svg>
  )
}

function Pattern({ id, back, ink, path, thick }: PatternProps) {
  return (
    <pattern id={id} width="6" height="6" patternUnits="userSpaceOnUse">
      <rect width="6" height="6" fill={back} />
      <path d={path} stroke={ink} strokeWidth={thick ? 2 : 1.5} fill="none" />
    </pattern>
  )
}

interface PatternProps {
  id: string
  back: string
  ink: string
  path: string
  thick?: boolean
}
