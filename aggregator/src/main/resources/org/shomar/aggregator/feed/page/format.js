const CLOCK = { hour: '2-digit', minute: '2-digit', second: '2-digit' };

/** Numbers, percentages and times as one language writes them. */
export class Format {
  #number;
  #percent;
  #time;
  #date;
  #persian;

  constructor(language) {
    this.#persian = language === 'fa';
    const locale = this.#persian ? 'fa-IR' : 'en-GB';
    this.#number = new Intl.NumberFormat(locale);
    this.#percent = new Intl.NumberFormat(locale, {
      style: 'percent',
      minimumFractionDigits: 1,
      maximumFractionDigits: 1,
    });
    this.#time = new Intl.DateTimeFormat(locale, CLOCK);
    this.#date = new Intl.DateTimeFormat(this.#persian ? 'fa-IR-u-ca-persian' : 'en-GB', {
      weekday: 'long',
      day: 'numeric',
      month: 'long',
      year: 'numeric',
      hour: '2-digit',
      minute: '2-digit',
      timeZone: 'Asia/Tehran',
      hourCycle: 'h23',
    });
  }

  number(value) {
    return this.#number.format(value);
  }

  /** A part of a whole; a dash when there is no whole. Never 100 % before all is there. */
  share(part, whole) {
    if (whole <= 0) {
      return '–';
    }
    const share = part / whole;
    return this.#percent.format(part < whole ? Math.min(share, 0.999) : share);
  }

  time(date) {
    return this.#time.format(date);
  }

  /** Browsers order the parts of a long Persian date wrongly: they are put together here. */
  date(date) {
    const parts = {};
    for (const { type, value } of this.#date.formatToParts(date)) {
      parts[type] = value;
    }
    const clock = `${parts.hour}:${parts.minute}`;
    return this.#persian
      ? `${parts.weekday} ${parts.day} ${parts.month} ${parts.year}، ساعت ${clock}`
      : `${parts.weekday} ${parts.day} ${parts.month} ${parts.year}, ${clock} (Tehran)`;
  }
}

const SAME_LETTER = {
  ي: 'ی',
  ى: 'ی',
  ئ: 'ی',
  ك: 'ک',
  ة: 'ه',
  ۀ: 'ه',
  أ: 'ا',
  إ: 'ا',
  آ: 'ا',
  ؤ: 'و',
};

/** A text as searching sees it: one form of each letter and digit, no marks, no joiners. */
export function searchable(text) {
  return text
    .normalize('NFC')
    .replace(/[يىئكةۀأإآؤ]/g, (letter) => SAME_LETTER[letter])
    .replace(/[۰-۹]/g, (digit) => String(digit.charCodeAt(0) - 0x6f0))
    .replace(/[٠-٩]/g, (digit) => String(digit.charCodeAt(0) - 0x660))
    .replace(/[\u064b-\u065f\u0670\u0640]/g, '')
    .replace(/[\u200c\u200d\s]+/g, ' ')
    .toLowerCase()
    .trim();
}
