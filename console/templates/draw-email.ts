const STYLE_SHEET = /<style>([\s\S]*?)<\/style>/g

/**
 * Puts an email into the document of a frame. The frame is under the policy of the page, which takes no style from a
 * text (docs/decisions/0027): attributes are set one by one, as a script may, and the sheet is a made one. In the text of
 * an email quotes are escaped, so what reads like an attribute is one.
 */
export function drawEmail(inside: Document, html: string): void {
  const sheets = Array.from(html.matchAll(STYLE_SHEET), ([, rules]) => rules!)
  const bare = html.replace(STYLE_SHEET, '').replaceAll(' style="', ' data-style="')
  const read = new DOMParser().parseFromString(bare, 'text/html')
  inside.replaceChild(inside.adoptNode(read.documentElement), inside.documentElement)
  for (const element of inside.querySelectorAll<HTMLElement>('[data-style]')) {
    element.style.cssText = element.dataset.style!
    delete element.dataset.style
  }
  // A link would lead the frame away, which its policy refuses with a page of the browser's.
  for (const link of inside.links) link.target = '_blank'
  const { CSSStyleSheet } = inside.defaultView as Window & typeof globalThis
  inside.adoptedStyleSheets = sheets.map((rules) => {
    const sheet = new CSSStyleSheet()
    sheet.replaceSync(rules)
    return sheet
  })
}
