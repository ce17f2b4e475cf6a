/** The product's sign: a phone. */
export function Mark({ size = 20 }: { size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 32 32" aria-hidden style={{ flex: 'none' }}>
      <rect width="32" height="32" rx="8" fill="var(--accent-fill)" />
      <rect x="10" y="6" width="12" height="20" rx="3" fill="none" stroke="#fff" strokeWidth="2.2" />
      <path d="M14.5 22h3" stroke="#fff" strokeWidth="2.2" strokeLinecap="round" />
    </svg>
  )
}
