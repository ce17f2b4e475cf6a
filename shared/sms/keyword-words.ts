/**
 * What people text when they want no more texts, want them again, or ask who is writing; by language (ISO 639). The
 * English words are those that carriers, Twilio (default opt-out words, April 2025) and 47 CFR 64.1200(a)(10) name, the
 * others what senders in those countries are held to or print on their texts. `wish` is no command but may mean one.
 */
interface Words {
  stop: string
  start: string
  help: string
  /** Separated by commas, found anywhere in a text at whole words. */
  wish: string
}

export const WORDS: Record<string, Words> = {
  en: {
    stop: 'stop, stop all, unsubscribe, cancel, end, quit, revoke, opt out, remove, td',
    start: 'start, unstop, subscribe, opt in',
    help: 'help, info',
    wish: `stop, stopp, stpo, sotp, st0p, unsubscribe, unsub, opt out, opt me out, optout, remove me, remove my number, delete my number,
      take me off, leave me alone, do not text, do not contact, do not message, dont text, dont contact, dont message,
      no more texts, no more messages, no more sms, quit texting, quit messaging, cancel these, cancel texts,
      cancel messages, end these, revoke my consent, i revoke, lose my number, not want these, not want any more,
      dont want these, wrong number`,
  },
  es: {
    stop: 'alto, baja, parar, pare, cancelar, fin, detener, basta, darme de baja, no mas',
    start: 'iniciar, comenzar, empezar, alta, suscribir, reanudar',
    help: 'ayuda, auxilio',
    wish: 'darme de baja, dame de baja, deme de baja, no me escriba, no me escriban, no me envien, no mas mensajes, dejen de, deje de, borre mi numero, eliminar mi numero',
  },
  fr: {
    stop: 'arret, arreter, arretez, fin, desabonner, desinscrire, desinscription, annuler',
    start: 'debut, demarrer, reprendre, abonner, commencer',
    help: 'aide',
    wish: 'desabonner, desinscrire, arretez de, arreter de, ne plus recevoir, plus de messages, ne mecrivez plus, ne m ecrivez plus, retirez moi, retirez mon numero',
  },
  de: {
    stop: 'stopp, ende, abmelden, abbestellen, beenden, kundigen, kuendigen, austragen, stoppen',
    start: 'starten, anmelden, anfangen',
    help: 'hilfe',
    wish: 'abmelden, abbestellen, keine sms, keine nachrichten, keine weiteren, horen sie auf, hoeren sie auf, nicht mehr schreiben, loschen sie meine, loeschen sie meine, austragen',
  },
  pt: {
    stop: 'parar, pare, sair, cancelar, fim, descadastrar, remover',
    start: 'iniciar, comecar, voltar, inscrever, retomar',
    help: 'ajuda',
    wish: 'descadastrar, parem de, pare de, nao quero receber, nao quero mais, nao me mande, nao me mandem, me remova, remova meu numero, mensagens nao',
  },
  it: {
    stop: 'ferma, fermare, basta, annulla, cancella, disiscrivi, disiscrivimi, interrompi',
    start: 'inizia, iniziare, iscrivi, iscrivimi, riprendi, avvia',
    help: 'aiuto',
    wish: 'disiscrivi, disiscrivimi, cancellatemi, cancellami, non scrivetemi, non voglio piu, smettetela, non inviatemi, rimuovetemi',
  },
  nl: {
    stop: 'stoppen, afmelden, uitschrijven, einde, opzeggen',
    start: 'starten, aanmelden, inschrijven, hervatten',
    help: 'hulp',
    wish: 'afmelden, uitschrijven, geen sms, geen berichten, niet meer sturen, verwijder mij, verwijder mijn nummer, opzeggen',
  },
  pl: {
    stop: 'koniec, wypisz, zatrzymaj, rezygnuje, rezygnacja, anuluj',
    start: 'zapisz, wznow, rozpocznij, subskrybuj',
    help: 'pomoc',
    wish: 'wypisz mnie, wypiszcie mnie, prosze nie pisac, nie wysylajcie, nie chce wiecej, rezygnuje, usuncie moj numer',
  },
  sv: {
    stop: 'stopp, sluta, avsluta, avregistrera, avanmal',
    start: 'starta, borja, registrera',
    help: 'hjalp',
    wish: 'sluta skicka, avregistrera, inga fler sms, inga fler meddelanden, ta bort mig, ta bort mitt nummer, avanmal',
  },
  da: {
    stop: 'afmeld, afslut, framelding, frameld',
    start: 'tilmeld, begynd',
    help: 'hjaelp',
    wish: 'afmeld, ikke flere sms, ikke flere beskeder, fjern mig, slet mit nummer',
  },
  nb: {
    stop: 'stopp, avslutt, avmeld, meld av',
    start: 'begynn, meld pa',
    help: 'hjelp',
    wish: 'avmeld, meld meg av, ikke flere meldinger, slutt a sende, fjern meg, slett nummeret mitt',
  },
  fi: {
    stop: 'lopeta, seis, peruuta, poistu',
    start: 'aloita, tilaa, jatka',
    help: 'apua, ohje',
    wish: 'lopettakaa, alkaa lahettako, ei enaa viesteja, en halua viesteja, poistakaa numeroni, peruuta tilaus',
  },
  cs: {
    stop: 'konec, odhlasit, zrusit, ukoncit',
    start: 'zacit, prihlasit, spustit, obnovit',
    help: 'pomoc, napoveda',
    wish: 'odhlaste me, uz mi nepiste, neposilejte, nechci dalsi, smazte moje cislo, zrusit odber',
  },
  tr: {
    stop: 'dur, iptal, ret, durdur, cik, cikis',
    start: 'basla, baslat, abone, devam',
    help: 'yardim',
    wish: 'mesaj atmayin, mesaj gondermeyin, sms gondermeyin, istemiyorum, listeden cikar, numarami silin, aboneligi iptal',
  },
  el: {
    stop: 'στοπ, διακοπη, τελος, διαγραφη, ακυρωση',
    start: 'εναρξη, εκκινηση, εγγραφη',
    help: 'βοηθεια',
    wish: 'διαγραψτε με, μη στελνετε, δεν θελω αλλα, σταματηστε',
  },
  ru: {
    stop: 'стоп, отписаться, отписка, отписать, отмена, хватит, конец',
    start: 'старт, начать, подписаться, подписка, возобновить',
    help: 'помощь, справка, инфо',
    wish: 'отпишите, отписаться, не пишите, не присылайте, не звоните, удалите мой номер, прекратите, хватит писать, больше не надо',
  },
  uk: {
    stop: 'стоп, відписатися, відписка, скасувати, кінець, досить',
    start: 'старт, почати, підписатися, відновити',
    help: 'допомога, довідка, інфо',
    wish: 'відпишіть, відписатися, не пишіть, не надсилайте, видаліть мій номер, припиніть',
  },
  ar: {
    stop: 'ايقاف, توقف, قف, الغاء, الغاء الاشتراك, ستوب, اوقف',
    start: 'ابدا, بدء, اشترك, اشتراك, استئناف',
    help: 'مساعدة, مساعده',
    wish: 'الغاء الاشتراك, لا ترسلوا, لا ترسل, توقفوا عن, احذفوا رقمي, لا اريد رسائل',
  },
  he: {
    stop: 'הסר, עצור, הפסק, הסרה, די, ביטול, סטופ',
    start: 'התחל, הצטרף, הרשמה, המשך',
    help: 'עזרה',
    wish: 'תסירו אותי, הסירו אותי, להסיר אותי, תפסיקו, אל תשלחו, מחקו את המספר',
  },
  hi: {
    stop: 'रोकें, रोको, बंद, बंद करें, बंद करो, स्टॉप, रुकें, समाप्त',
    start: 'शुरू, शुरू करें, स्टार्ट, प्रारंभ',
    help: 'मदद, सहायता',
    wish: 'मैसेज मत, संदेश मत, मत भेजो, मत भेजें, मत भेजिए, मेरा नंबर हटा, बंद कर दो, बंद कीजिए',
  },
  id: {
    stop: 'berhenti, batal, hentikan, keluar',
    start: 'mulai, daftar, lanjut',
    help: 'bantuan',
    wish: 'jangan kirim, jangan sms, berhenti kirim, berhenti mengirim, hapus nomor saya, tidak mau lagi',
  },
  vi: {
    stop: 'ngung, dung lai, huy dang ky, tu choi',
    start: 'bat dau, dang ky, tiep tuc',
    help: 'tro giup, ho tro',
    wish: 'dung, huy, dung gui, dung nhan, khong nhan, xoa so, khong muon nhan',
  },
  zh: {
    stop: '停止, 退订, 退訂, 取消订阅, 取消訂閱, 取消, 终止, 終止, 拒收',
    start: '开始, 開始, 订阅, 訂閱, 恢复, 恢復',
    help: '帮助, 幫助, 说明, 說明',
    wish: '退订, 退訂, 不要再发, 不要再發, 别再发, 別再發, 别发了, 不想再收, 不想收到, 停止发送, 停止發送, 删除我的号码, 刪除我的號碼, 取消订阅, 取消訂閱',
  },
  ja: {
    stop: '停止, ストップ, 解除, 配信停止, 中止, 退会, やめて',
    start: '開始, スタート, 再開, 登録',
    help: 'ヘルプ, 助けて, 案内',
    wish: '送らないで, 送るのをやめ, 配信停止, やめてください, 止めてください, いりません, 番号を削除, 解除して',
  },
  ko: {
    stop: '중지, 수신거부, 정지, 그만, 해지, 스톱',
    start: '시작, 재개, 수신동의',
    help: '도움말, 도움, 안내',
    wish: '보내지 마, 보내지마, 그만 보내, 그만보내, 수신거부, 문자 그만, 연락하지 마, 번호 삭제',
  },
}

/** Said without a word: never a command, since it may as well be a comment. */
export const SIGNS = ['🛑', '✋', '🚫', '⛔', '🖕', '📵', '🔇', '🔕']
