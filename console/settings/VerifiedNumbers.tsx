/** Where a trial account's numbers are verified. */
export function VerifiedNumbers({ children }: { children: React.ReactNode }) {
  return (
    <a href="https://console.twilio.com/us1/develop/phone-numbers/manage/verified" target="_blank" rel="noreferrer">
      {children}
    </a>
  )
}
